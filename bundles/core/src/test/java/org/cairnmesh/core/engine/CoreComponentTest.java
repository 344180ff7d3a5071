// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.core.fold.Registers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoreComponentTest {
    @TempDir
    Path home;

    private boolean inClear;

    private CoreComponent component(String name, String space, double scale) throws IOException {
        return new CoreComponent(new CoreComponent.Config() {
            @Override
            public String home() {
                return home.toString();
            }

            @Override
            public String name() {
                return name;
            }

            @Override
            public String space() {
                return space;
            }

            @Override
            public boolean in_clear() {
                return inClear;
            }

            @Override
            public double clock_scale() {
                return scale;
            }

            @Override
            public long framework_started_millis() {
                return 0;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return CoreComponent.Config.class;
            }
        });
    }

    @Test
    void onlySpacesForDemosMayRunAnotherClock() throws IOException {
        component("box", "demo", 60).close();
        component("box", "demo-2", 0.5).close();
        component("box", "open", 1).close();

        for (String space : new String[] {"open", "Demo", "my demo", ""}) {
            IOException e = assertThrows(IOException.class, () -> component("box", space, 2));
            assertTrue(e.getMessage().contains("clock.scale"), e.getMessage());
        }
    }

    @Test
    void aClockThatStandsOrRunsBackIsRefused() {
        for (double scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IOException.class, () -> component("box", "demo", scale), "" + scale);
        }
    }

    @Test
    void aNameThatFitsNoBlockIsRefusedAndNoKeysAreMade() throws IOException {
        component("é".repeat(16), "open", 1).close();
        Files.delete(home.resolve("identity"));

        IOException e =
            assertThrows(IOException.class, () -> component("é".repeat(16) + "x", "open", 1));

        assertTrue(e.getMessage().contains("32"), e.getMessage());
        assertFalse(Files.exists(home.resolve("identity")));
    }

    @Test
    void aDamagedIdentityIsRefused() throws IOException {
        Files.write(home.resolve("identity"), new byte[3]);

        assertThrows(IOException.class, () -> component("box", "open", 1));
    }

    @Test
    void takesOrdersAndLetsTheConfiguredSpaceGoOutInClear() throws Exception {
        inClear = true;
        CoreComponent component = component("box", "wells", 1);
        try {
            component.bindLogs(new MoodyLogs(new MoodyLog()));
            component.start();

            Ordered ordered = component.order(new Order.Open("other", false))
                .toCompletableFuture().get(20, TimeUnit.SECONDS);

            ordered.done();
            assertEquals(List.of("wells true", "other false"), component.snapshot().spaces()
                .stream().map(space -> space.name() + " " + space.inClear()).toList());
        } finally {
            component.close();
        }
    }

    @Test
    void appendsOnceALogIsThereAndLetsGoOfItWhenItGoes() throws Exception {
        CoreComponent component = component("box", "open", 1);
        MoodyLogs logs = new MoodyLogs(new MoodyLog());
        try {
            component.bindReducer(new Registers(1));
            component.bindLogs(logs);
            component.start();

            Appended appended = component.append(Registers.set("k", "v")).toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
            component.unbindLogs(logs);

            assertEquals(1, component.snapshot().holding().events());
            EventLog log = logs.of(Identity.openSpace("open"));
            assertEquals(1, log.staged().size() + log.blocks());
            assertTrue(appended instanceof Appended.Accepted);
        } finally {
            component.close();
        }
        assertTrue(component.append(Registers.set("k", "late")).toCompletableFuture().isDone());
    }
}
