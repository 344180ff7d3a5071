// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.transport.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AirServerTest {
    private static final int PATIENCE_MILLIS = 20_000;

    private final List<Socket> sockets = new ArrayList<>();
    private RunningAir air;

    @BeforeEach
    void start() throws Exception {
        air = RunningAir.start(0);
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        air.close();
    }

    @Test
    void describesTheCellToAStationThatJoins() throws Exception {
        Socket north = connect();

        say(north, new AirMessage.Join("north"));

        assertEquals(new AirMessage.Welcome("simulated LoRa SF7 500 kHz", 500, RunningAir.FAST, 1,
            RunningAir.SCALE), hear(north));
    }

    @Test
    void carriesAFrameAndReportsThatItWasSent() throws Exception {
        Socket north = joined("north");
        Socket south = joined("south");

        say(north, new AirMessage.Send(frame(40)));

        assertEquals(new AirMessage.Heard(frame(40)), hear(south));
        assertEquals(new AirMessage.Sent(), hear(north));
    }

    @Test
    void tellsAStationThatSendsTooMuchWhyItIsDropped() throws Exception {
        Socket greedy = joined("greedy");

        byte[] one = new AirMessage.Send(frame(500)).encode().toArray();
        ByteArrayOutputStream three = new ByteArrayOutputStream();
        three.writeBytes(one);
        three.writeBytes(one);
        three.writeBytes(one);
        greedy.getOutputStream().write(three.toByteArray());

        assertDropped(greedy, "more than 2 frames");
    }

    @Test
    void tellsWhoBreaksTheProtocolWhy() throws Exception {
        Socket large = joined("large");
        say(large, new AirMessage.Send(frame(501)));
        assertDropped(large, "501 bytes");

        Socket early = connect();
        say(early, new AirMessage.Send(frame(5)));
        assertDropped(early, "not now");

        Socket twice = joined("twice");
        say(twice, new AirMessage.Join("again"));
        assertDropped(twice, "not now");

        Socket newer = connect();
        newer.getOutputStream().write(new byte[] {0, 2, 9, 4});
        assertDropped(newer, "version 9");

        Socket endless = connect();
        endless.getOutputStream().write(new byte[] {4, 1, 1, 1});
        assertDropped(endless, "1025 bytes");

        assertInstanceOf(AirMessage.Welcome.class, hear(joining("fine")), "others are served");
    }

    @Test
    void refusesANameThatIsInTheCell() throws Exception {
        joined("north");

        assertDropped(joining("north"), "north is in the cell already");
    }

    @Test
    void letsAStationBackInAsSoonAsItsFormerConnectionEnded() throws Exception {
        for (int i = 0; i < 50; i++) {
            joined("north").close();
        }
    }

    @Test
    void answersControlOnTheSamePort() throws Exception {
        joined("north");
        joined("south");

        assertEquals(List.of("ok"), control("reach north south off"));
        assertEquals(List.of("ok"), control("reach all on\r"));
        assertEquals(List.of(
            "{\"station\":\"north\",\"frames\":0,\"bytes\":0,\"airtimeMicros\":0,\"heard\":0,"
                + "\"lost\":0,\"collided\":0}",
            "{\"station\":\"south\",\"frames\":0,\"bytes\":0,\"airtimeMicros\":0,\"heard\":0,"
                + "\"lost\":0,\"collided\":0}",
            "ok"), control("stats"));
    }

    @Test
    void saysWhatIsWrongWithACommand() throws Exception {
        for (String line : List.of("dance", "reach", "reach all", "reach a on", "reach a b c on",
            "reach a b maybe", "reach a \"b off", "on")) {
            List<String> answer = control(line);
            assertEquals(1, answer.size(), line);
            assertTrue(answer.get(0).startsWith("error: "), line + " -> " + answer);
        }
        assertTrue(control("x".repeat(AirControl.LINE_BYTES_MAX)).get(0).startsWith("error: try"));
        assertTrue(control("x".repeat(AirControl.LINE_BYTES_MAX + 1)).get(0)
            .startsWith("error: a line of more than"));
    }

    @Test
    void cutsAndHealsWhileItRuns() throws Exception {
        Socket north = joined("north");
        Socket south = joined("south");
        control("reach north south off");
        say(north, new AirMessage.Send(frame(1)));
        assertEquals(new AirMessage.Sent(), hear(north));

        control("reach north south on");
        say(north, new AirMessage.Send(frame(2)));

        assertEquals(new AirMessage.Heard(frame(2)), hear(south), "not the first one");
    }

    @Test
    void takesSoManyConnectionsOnly() throws Exception {
        for (int i = 0; i < AirServer.CONNECTIONS_MAX; i++) {
            connect();
        }
        assertInstanceOf(AirMessage.Welcome.class,
            answer(sockets.get(AirServer.CONNECTIONS_MAX - 1), new AirMessage.Join("last")));

        Socket another = connect();

        assertThrows(IOException.class, () -> answer(another, new AirMessage.Join("another")));
    }

    @Test
    void saysInOneLineThatItsPortIsTaken() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int code = Air.run(new String[] {"--port", String.valueOf(air.port())},
            new PrintStream(out, true), new PrintStream(err, true));

        assertEquals(1, code);
        assertEquals("", out.toString(StandardCharsets.UTF_8));
        assertEquals("air: cannot serve on 127.0.0.1:" + air.port()
            + ": Address already in use\n", err.toString(StandardCharsets.UTF_8));
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", air.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        sockets.add(socket);
        return socket;
    }

    private Socket joining(String name) throws IOException {
        Socket socket = connect();
        say(socket, new AirMessage.Join(name));
        return socket;
    }

    private Socket joined(String name) throws IOException {
        Socket socket = joining(name);
        assertInstanceOf(AirMessage.Welcome.class, hear(socket));
        return socket;
    }

    private List<String> control(String line) throws IOException {
        Socket socket = connect();
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        socket.shutdownOutput();
        byte[] answer = socket.getInputStream().readAllBytes();
        return new String(answer, StandardCharsets.UTF_8).lines().toList();
    }

    private static AirMessage answer(Socket socket, AirMessage message) throws IOException {
        say(socket, message);
        return hear(socket);
    }

    private static void say(Socket socket, AirMessage message) throws IOException {
        socket.getOutputStream().write(message.encode().toArray());
    }

    private static AirMessage hear(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] bytes = new byte[in.readUnsignedShort()];
        in.readFully(bytes);
        return AirMessage.decode(Bytes.of(bytes));
    }

    private static void assertDropped(Socket socket, String why) throws IOException {
        AirMessage last = hear(socket);
        while (last instanceof AirMessage.Sent) {
            last = hear(socket);
        }
        AirMessage.Refusal refusal = assertInstanceOf(AirMessage.Refusal.class, last);
        assertTrue(refusal.reason().contains(why), refusal.reason());
        assertEquals(-1, socket.getInputStream().read(), "the end");
    }

    private static Frame frame(int size) {
        return new Frame(Bytes.of(new byte[size]));
    }
}
