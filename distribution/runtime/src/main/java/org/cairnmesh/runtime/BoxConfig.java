// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration of a box, {@code org.cairnmesh.box}, settled anew at each start from the
 * options and from what the home kept. Keys that a user added stay.
 */
record BoxConfig(Home home, String name, String space, boolean inClear, double clockScale,
                 boolean console, String storeKey) {
    static final String PID = "org.cairnmesh.box";

    private static final String SPACE_DEFAULT = "open";
    private static final String SPACE_SCALABLE = "demo";

    /** Settles name and space; {@code host} names a box that was never given a name. */
    static Outcome<BoxConfig> settle(RunOptions options, Home home, String host)
        throws IOException {
        Map<String, Object> kept = new ConfigFile(home, PID).read();
        Optional<String> keptSpace = text(kept, "space");
        String space = options.space().or(() -> keptSpace).orElse(SPACE_DEFAULT);
        if (Files.isDirectory(home.data()) && !space.equals(keptSpace.orElse(space))) {
            return Outcome.refused(home.root() + " was started in the space "
                + keptSpace.orElse(space) + "; give another --home, or type in its shell: space"
                + " open " + space);
        }
        if (options.clockScale() != 1 && !space.startsWith(SPACE_SCALABLE)) {
            return Outcome.refused("--clock-scale is for spaces whose name starts with "
                + SPACE_SCALABLE + ", not for " + space);
        }
        String name = options.name().or(() -> text(kept, "name")).orElseGet(() -> fitting(host));
        return Outcome.done(
            new BoxConfig(home, name, space, options.inClear(), options.clockScale(),
                options.console(), options.storeKey().orElse("")));
    }

    void write(long startedMillis) throws IOException {
        ConfigFile file = new ConfigFile(home, PID);
        Map<String, Object> values = file.read();
        values.put("home", home.root().toString());
        values.put("name", name);
        values.put("space", space);
        values.put("in.clear", inClear);
        values.put("clock.scale", clockScale);
        values.put("console", console);
        values.put("store.key", storeKey);
        values.put("framework.started.millis", startedMillis);
        file.write(values);
    }

    private static Optional<String> text(Map<String, Object> kept, String key) {
        return Optional.ofNullable(kept.get(key)).filter(String.class::isInstance)
            .map(String.class::cast).filter(RunOptions::named);
    }

    /** The first part of a host's name, as far as it can name a box. */
    private static String fitting(String host) {
        int dot = host.indexOf('.');
        String first = dot > 0 ? host.substring(0, dot) : host;
        String cut = first.substring(0, Math.min(first.length(), RunOptions.NAME_BYTES_MAX));
        return RunOptions.named(cut) ? cut : "box";
    }
}
