// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The configuration of the simulated transport, which is active only while it has one.
 *
 * <p>What {@code --air} writes bears a mark and goes at the next start without that option; a file
 * without the mark is its user's and is never touched.
 */
record AirConfig(Home home) {
    static final String PID = "org.cairnmesh.transport.sim";

    private static final String MARK = "written.by";
    private static final String MARK_VALUE = "cairn run --air";

    /** Writes or removes the configuration, as one run wants it. */
    Outcome<AirConfig> settle(RunOptions options, String name) throws IOException {
        Optional<Air> air = options.air();
        ConfigFile file = new ConfigFile(home, PID);
        Map<String, Object> held = file.read();
        boolean ours = MARK_VALUE.equals(held.get(MARK));
        if (air.isPresent() && !held.isEmpty() && !ours) {
            return Outcome.refused("--air would replace your own " + file.path()
                + "; remove one of them");
        }
        if (air.isPresent()) {
            Map<String, Object> values = new TreeMap<>();
            values.put("air.host", air.get().host());
            values.put("air.port", air.get().port());
            values.put("name", name);
            values.put(MARK, MARK_VALUE);
            file.write(values);
        } else if (ours) {
            file.delete();
        }
        return Outcome.done(this);
    }
}
