// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

/** Where the simulated air is that a box joins. */
record Air(String host, int port) {
    private static final String LOOPBACK = "127.0.0.1";

    Air {
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("no air at " + host + ":" + port);
        }
    }

    /** Reads {@code HOST:PORT}, {@code [IPV6]:PORT} or {@code PORT}. */
    static Outcome<Air> read(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? LOOPBACK : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        String digits = text.substring(colon + 1);
        if (host.isEmpty() || !digits.matches("[0-9]{1,5}")) {
            return refused(text);
        }
        int port = Integer.parseInt(digits);
        return port < 1 || port > 65_535 ? refused(text) : Outcome.done(new Air(host, port));
    }

    private static Outcome<Air> refused(String text) {
        return Outcome.misused("--air takes HOST:PORT or PORT (1 to 65535), not '" + text + "'");
    }
}
