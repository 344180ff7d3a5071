// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cairnmesh.sim.Script.Ran;
import org.cairnmesh.sim.Script.Started;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of docs/operating.md work, in the order in which they stand there: a box is lost,
 * shut out and replaced. Boxes and radio live faster than people.
 */
@Timeout(value = 180, threadMode = SEPARATE_THREAD)
class DrillIT {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(sh[^\\n]*)\\n(.*?)^```$");
    /** What commands print that others want typed, by the word that stands for it. */
    private static final Map<String, Pattern> PRINTED = Map.of(
        "CODE", Pattern.compile("recovery code: (\\S+)"),
        "SPACE-TEXT", Pattern.compile("space text, for boxes that join: (\\S+)"),
        "DEVICE-TEXT", Pattern.compile("has typed: space enrol (\\S+)"));
    private static final int SCALE = 100;
    private static final long WAIT_MILLIS = 60_000;
    private static final long POLL_MILLIS = 200;

    @TempDir
    private Path directory;

    private final Map<String, String> printed = new HashMap<>();
    private final Map<String, Started> boxes = new HashMap<>();
    private String port = "";

    @Test
    void aLostBoxIsShutOutAndReplacedAsThePageSays() throws Exception {
        List<String> done = new ArrayList<>();
        try (ServerSocket socket = new ServerSocket(0)) {
            port = Integer.toString(socket.getLocalPort());
        }
        try (Script script = new Script(directory)) {
            String page = Files.readString(SourceTree.ROOT.resolve("docs/operating.md"));
            Matcher blocks = BLOCK.matcher(page);
            while (blocks.find()) {
                for (String line : blocks.group(2).lines().toList()) {
                    before(line, script);
                    if (blocks.group(1).equals("sh")) {
                        run(line, script);
                    } else {
                        start(line, script);
                    }
                    done.add(line);
                }
            }
            until(script, "north", "record W-2", "of spare");
            assertEquals(List.of("base revoked", "north admin", "spare admin"), members(script));
            assertTrue(sh(script, "spare", "record W-1").out().contains("of base"));
            assertFalse(sh(script, "north", "status").out().contains("only one admin"));
        }
        assertTrue(done.size() > 15, done::toString);
    }

    /** What happens in between, as people would have it. */
    private void before(String line, Script script) throws Exception {
        if (line.contains("space members") && line.contains("/base")) {
            sh(script, "base", "create W-1 well status='of base'");
            until(script, "north", "record W-1", "of base");
        } else if (line.contains("/north space use camp") && printed.containsKey("backed up")) {
            until(script, "north", "space members", "admin");
            boxes.get("base").process().descendants().forEach(ProcessHandle::destroyForcibly);
            boxes.get("base").process().destroyForcibly().onExit().join();
        } else if (line.contains("/spare space members")) {
            sh(script, "spare", "create W-2 well status='of spare'");
            until(script, "spare", "space members", "revoked");
        }
    }

    private void run(String line, Script script) throws IOException {
        Ran ran = script.run(here(line));
        assertEquals(0, ran.status(), line + ": " + ran);
        PRINTED.forEach((word, pattern) -> {
            Matcher matcher = pattern.matcher(ran.out());
            if (matcher.find()) {
                printed.put(word, matcher.group(1));
            }
        });
        if (line.contains(" backup ")) {
            printed.put("backed up", "");
        }
    }

    private void start(String line, Script script) throws IOException {
        boolean air = line.contains("cairn air");
        // a home that was restored has its spaces already
        boolean restored = line.contains("/spare");
        Started started = script.start(here(line) + (air ? " --scale "
            : (restored ? "" : " --space demo") + " --clock-scale ") + SCALE);
        String said = started.line();
        assertTrue(said.contains(air ? "air listening" : " ready, home "), said);
        if (!air) {
            boxes.put(line.replaceFirst(".* --name (\\S+).*", "$1"), started);
        }
    }

    /** The line with homes, port and texts of this test; only demo spaces may live fast. */
    private String here(String line) {
        String here = line.replace("/tmp/", directory + "/").replace("4810", port)
            .replace(" camp", " demo-camp");
        for (Map.Entry<String, String> text : printed.entrySet()) {
            here = here.replaceFirst(" " + text.getKey() + "$", " " + text.getValue());
        }
        return here;
    }

    private Ran sh(Script script, String box, String command) throws IOException {
        return script.run("./cairn sh --home " + directory.resolve(box) + " " + command);
    }

    private void until(Script script, String box, String command, String shown)
            throws Exception {
        long end = System.nanoTime() + WAIT_MILLIS * 1_000_000;
        Ran last = sh(script, box, command);
        while (!last.out().contains(shown)) {
            assertTrue(System.nanoTime() < end, box + " never showed '" + shown + "' for "
                + command + ": " + last + sh(script, box, "status") + sh(script, box, "peers"));
            Thread.sleep(POLL_MILLIS);
            last = sh(script, box, command);
        }
    }

    private List<String> members(Script script) throws IOException {
        return Json.objects(sh(script, "north", "space members --json").out()).stream()
            .map(member -> member.get("box") + " " + member.get("standing")).toList();
    }
}
