// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The simulated radio in a process of its own, and the line by which the demo shapes it. */
final class AirProcess implements Closeable {
    private static final String READY = "air listening on 127.0.0.1:";

    private final Process process;
    private final int port;
    private final Socket control;
    private final BufferedReader in;
    private final BufferedWriter out;

    AirProcess(Launch launch, DemoOptions options) throws IOException {
        process = launch.start("air", "--port", "0", "--sf", "8", "--duty", "0.1", "--loss",
            "0.02", "--seed", Long.toString(options.seed()), "--scale",
            Double.toString(options.scale()));
        String line = process.inputReader().readLine();
        if (line == null || !line.startsWith(READY)) {
            throw new IOException("the simulated radio did not start: " + line);
        }
        port = Integer.parseInt(line.substring(READY.length()).strip());
        control = new Socket(InetAddress.getLoopbackAddress(), port);
        in = new BufferedReader(
            new InputStreamReader(control.getInputStream(), StandardCharsets.UTF_8));
        out = new BufferedWriter(
            new OutputStreamWriter(control.getOutputStream(), StandardCharsets.UTF_8));
    }

    int port() {
        return port;
    }

    /** Lets nobody hear anybody. */
    void silence() throws IOException {
        ask("reach all off");
    }

    /** Lets two boxes hear each other, or no longer. */
    void reach(String a, String b, boolean on) throws IOException {
        ask("reach " + a + " " + b + " " + (on ? "on" : "off"));
    }

    /** What each box has sent: frames, bytes, airtimeMicros. */
    Map<String, Map<String, Object>> stats() throws IOException {
        Map<String, Map<String, Object>> stats = new TreeMap<>();
        for (String line : ask("stats")) {
            Map<String, Object> station = Json.object(line);
            stats.put((String) station.get("station"), station);
        }
        return stats;
    }

    private List<String> ask(String line) throws IOException {
        out.write(line + "\n");
        out.flush();
        List<String> answer = new ArrayList<>();
        for (String next = in.readLine(); !"ok".equals(next); next = in.readLine()) {
            if (next == null || next.startsWith("error")) {
                throw new IOException("the simulated radio: " + next);
            }
            answer.add(next);
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        control.close();
        process.destroy();
    }
}
