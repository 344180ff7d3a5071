// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.felix.gogo.runtime.CommandProxy;
import org.apache.felix.service.command.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shell over a real socket. The time-outs only turn a hang into a failure. */
@Timeout(60)
class ListenerTest {
    @TempDir
    Path home;

    private Shells shells;
    private Path socket;
    private Listener listener;

    @BeforeEach
    void open() throws IOException {
        shells = new Shells(home);
        socket = home.resolve("run/shell.sock");
        listener = new Listener(socket, shells.processor);
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
        shells.close();
    }

    /** What a client does. */
    private final class Talk implements AutoCloseable {
        private final SocketChannel channel;

        Talk() throws IOException {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        }

        Talk hello() throws IOException {
            return send('H', "1\0" + home + "\0ben\0" + 80 + "\0" + 0);
        }

        Talk send(char type, String payload) throws IOException {
            byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
            Wire.write(channel, type, bytes, 0, bytes.length);
            return this;
        }

        /** The next message as its type and text; empty at the end. */
        Optional<String> next() throws IOException {
            try {
                return Wire.read(channel).map(message -> message.type() + message.payload());
            } catch (IOException e) {
                if ("Connection reset by peer".equals(e.getMessage())) {
                    return Optional.empty();
                }
                throw e;
            }
        }

        /** What comes until an exit status, or the end: outputs joined. */
        List<String> answer() throws IOException {
            List<String> messages = new ArrayList<>();
            for (Optional<String> next = next(); next.isPresent(); next = next()) {
                int last = messages.size() - 1;
                String text = next.get();
                if (last >= 0 && messages.get(last).charAt(0) == text.charAt(0)) {
                    messages.set(last, messages.get(last) + text.substring(1));
                } else {
                    messages.add(text);
                }
                if (text.startsWith("X")) {
                    break;
                }
            }
            return messages;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** A command that runs until it is told that its client has gone. */
    private static final class Endless implements Function {
        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public Object execute(org.apache.felix.service.command.CommandSession session,
                              List<Object> arguments) throws Exception {
            started.countDown();
            while (!Client.of(session).gone().getAsBoolean()) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            ended.countDown();
            return null;
        }
    }

    private Endless endless() {
        Endless endless = new Endless();
        shells.processor.addCommand("felix", new CommandProxy(endless, "endless"), "endless");
        return endless;
    }

    @Test
    void answersCommandsAndLines() throws IOException {
        try (Talk talk = new Talk().hello()) {
            assertEquals(List.of("OR-100\n", "X0"),
                talk.send('C', "create\0R-100\0well\0name=it's $5 é井").answer());
            assertEquals(List.of("Eno record R-9 here (view lists them)\n", "X1"),
                talk.send('L', "record R-9").answer());
            assertEquals(List.of("OR-100   well  it's $5 é井\n", "X0"),
                talk.send('L', "view | grep 'é井'").answer());
            assertEquals("X2", talk.send('C', "set\0R-1").answer().get(1));
        }
        assertEquals("ben", shells.node.accepted().get(0).by());
    }

    @Test
    void aSessionKeepsItsNameAndDirectory() throws IOException {
        Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        try (Talk one = new Talk().hello();
             Talk two = new Talk().send('H', "1\0" + elsewhere + "\0cleo\0x\0" + 1)) {
            one.send('L', "as amina").answer();
            one.send('C', "create\0R-1\0well").answer();
            two.send('C', "create\0R-2\0well").answer();
            two.send('C', "export\0out.csv").answer();
        }

        assertEquals(List.of("amina", "cleo"),
            shells.node.accepted().stream().map(draft -> draft.by()).toList());
        assertTrue(Files.exists(elsewhere.resolve("out.csv")));
    }

    @Test
    void onlyTheOwnerReachesTheSocket() throws IOException {
        assertEquals("rwx------", permissions(socket.getParent()));
        assertEquals("rw-------", permissions(socket));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void quitEndsOneSessionOnly() throws IOException {
        try (Talk talk = new Talk().hello(); Talk other = new Talk().hello()) {
            assertEquals(List.of("Q"), talk.send('L', "quit").answer());
            assertEquals(Optional.empty(), talk.next());
            assertEquals(List.of("Oben writes\n", "X0"), other.send('L', "as").answer());
        }
    }

    @Test
    void theNinthClientIsRefusedClearlyAndAnEarlierOneMakesRoom() throws Exception {
        List<Talk> talks = new ArrayList<>();
        for (int i = 0; i < Listener.CONNECTIONS_MAX; i++) {
            talks.add(new Talk().hello());
            assertEquals("X0", talks.get(i).send('L', "as").answer().get(1));
        }

        try (Talk ninth = new Talk()) {
            assertEquals(List.of("E8 shells are open already: close one\n", "X1"), ninth.answer());
        }
        talks.get(0).close();
        List<String> answer;
        do {
            try (Talk again = new Talk()) {
                answer = again.hello().send('L', "as").answer();
            } catch (IOException refusedBeforeItSpoke) {
                answer = List.of();
            }
        } while (!answer.contains("X0"));
        for (Talk talk : talks) {
            talk.close();
        }
    }

    @Test
    void aClientThatGoesAwayEndsItsCommand() throws Exception {
        Endless endless = endless();
        try (Talk talk = new Talk().hello().send('L', "endless")) {
            endless.started.await();
        }

        assertTrue(endless.ended.await(30, TimeUnit.SECONDS));
    }

    @Test
    void closingTellsEveryClient() throws Exception {
        Endless endless = endless();
        String why = "Ethe shell is being updated or stopped\n";
        try (Talk idle = new Talk().hello(); Talk busy = new Talk().hello()) {
            idle.send('L', "as").answer();
            busy.send('L', "endless");
            endless.started.await();

            listener.close();

            assertEquals(List.of(why, "X1"), idle.answer());
            assertEquals(List.of(why, "X1"), busy.answer());
            assertEquals(Optional.empty(), busy.next());
        }
        assertTrue(endless.ended.await(30, TimeUnit.SECONDS));
        assertFalse(Files.exists(socket));
    }

    @Test
    void theCommandThatEndsTheShellGetsItsTrueAnswer() throws Exception {
        Function update = (session, arguments) -> {
            listener.close();
            return "done";
        };
        shells.processor.addCommand("felix", new CommandProxy(update, "renew"), "renew");

        try (Talk talk = new Talk().hello()) {
            assertEquals(List.of("Odone\n", "Ethe shell is being updated or stopped\n", "X0"),
                talk.send('L', "renew").answer());
            assertEquals(Optional.empty(), talk.next());
        }
    }

    @Test
    void whatIsNoProtocolIsRefused() throws IOException {
        assertRefused("a session starts with H", talk -> talk.send('L', "lb"));
        assertRefused("this box speaks version 1 of the shell protocol, not 2",
            talk -> talk.send('H', "2\0x"));
        assertRefused("the directory of a client is an absolute path",
            talk -> talk.send('H', "1\0.\0ben\0" + 80 + "\0" + 0));
        assertRefused("no message of type Z", talk -> talk.hello().send('Z', ""));
        assertRefused("a message has at most 1048576 bytes", talk -> {
            talk.channel.write(ByteBuffer.wrap(new byte[] {'H', 0, 0x10, 0, 1}));
            return talk;
        });
        assertRefused("a message is UTF-8", talk -> {
            talk.channel.write(ByteBuffer.wrap(new byte[] {'H', 0, 0, 0, 1, (byte) 0xff}));
            return talk;
        });
    }

    private interface Mistake {
        Talk make(Talk talk) throws IOException;
    }

    private void assertRefused(String why, Mistake mistake) throws IOException {
        try (Talk talk = new Talk()) {
            assertEquals(List.of("E" + why + "\n", "X2"), mistake.make(talk).answer());
            assertEquals(Optional.empty(), talk.next());
        }
    }

    @Test
    void tooManyWaitingCommandsEndTheSession() throws Exception {
        Endless endless = endless();
        try (Talk talk = new Talk().hello()) {
            talk.send('L', "endless");
            endless.started.await();
            for (int i = 0; i <= Connection.COMMANDS_WAITING_MAX; i++) {
                talk.send('L', "as");
            }

            assertEquals(List.of("Eat most 16 commands may wait\n", "X2"), talk.answer());
        }
        assertTrue(endless.ended.await(30, TimeUnit.SECONDS));
    }

    @Test
    void aLargeOutputComesInPiecesAndWhole() throws IOException {
        String name = "x".repeat(2_000);
        for (int i = 0; i < 100; i++) {
            shells.ok("create", "R-" + i, "well", "name=" + name);
        }

        try (Talk talk = new Talk().hello()) {
            List<String> answer = talk.send('C', "export\0-").answer();

            assertEquals("X0", answer.get(1));
            assertEquals(shells.ok("export", "-"), answer.get(0).substring(1));
        }
    }

    @Test
    void theSocketOfADeadProcessIsReplacedAndOfALivingOneNot() throws IOException {
        Path other = home.resolve("other/shell.sock");
        Files.createDirectory(other.getParent());
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(other));
        }

        new Listener(other, shells.processor).close();
        IOException living = assertThrows(IOException.class,
            () -> new Listener(socket, shells.processor));

        assertTrue(living.getMessage().startsWith("another process answers at "),
            living.getMessage());
        assertTrue(Files.exists(socket));
    }

    @Test
    void aPathThatIsTooLongIsSaidClearly() {
        Path deep = home.resolve("d".repeat(100)).resolve("shell.sock");

        IOException complaint = assertThrows(IOException.class,
            () -> new Listener(deep, shells.processor));

        assertTrue(complaint.getMessage().endsWith("a socket's at most 103: use a shorter home"),
            complaint.getMessage());
    }
}
