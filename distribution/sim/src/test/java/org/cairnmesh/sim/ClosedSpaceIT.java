// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three boxes in a closed space, as processes on a simulated radio. */
@Timeout(value = 180, threadMode = SEPARATE_THREAD)
class ClosedSpaceIT {
    private static final String SPACE = "demo-camp";
    private static final long WAIT_MILLIS = 60_000;
    private static final long POLL_MILLIS = 200;

    @TempDir
    private Path directory;

    @Test
    void aBoxThatIsNotEnrolledRelaysWhatItCannotRead() throws Exception {
        DemoOptions options = new DemoOptions(Optional.empty(), 3, 1, 100);
        Launch launch = new Launch(SourceTree.IMAGE, directory);
        try (AirProcess air = new AirProcess(launch, options);
             DemoBox base = new DemoBox(launch, "base", options, air.port());
             DemoBox relay = new DemoBox(launch, "relay", options, air.port());
             DemoBox north = new DemoBox(launch, "north", options, air.port())) {
            air.reach("base", "north", false);
            Map<String, Object> space =
                Json.object(base.run("space", "create", SPACE, "--json"));
            String text = (String) space.get("spaceText");
            relay.run("space", "join", text);
            Map<String, Object> joined =
                Json.object(north.run("space", "join", text, "--json"));
            for (DemoBox box : new DemoBox[] {base, relay, north}) {
                box.run("space", "use", SPACE);
            }
            north.run("create", "W-1", "well", "status=early");
            until(relay, "space", "not enrolled");
            base.run("space", "enrol", (String) joined.get("deviceText"));
            base.run("create", "W-2", "well", "status=later");

            until(north, "view", "W-2");
            until(base, "view", "W-1");

            assertEquals(0L, ((Number) relay.status().get("records")).longValue());
            assertTrue(relay.run("space").contains("not enrolled"));
            assertEquals(2, Json.objects(relay.run("space", "members", "--json")).size());
        }
    }

    private static void until(DemoBox box, String command, String shown) throws Exception {
        long end = System.nanoTime() + WAIT_MILLIS * 1_000_000;
        while (!box.run(command).contains(shown)) {
            assertTrue(System.nanoTime() < end, () -> box.name() + " never showed " + shown
                + said(box));
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static String said(DemoBox box) {
        try {
            return ": " + box.run("status") + box.run("peers") + box.run("space");
        } catch (IOException e) {
            return ": " + e.getMessage();
        }
    }
}
