// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * A real shell server that knows a few words, for one session after the other. As the activator of
 * a bundle it stands in for the shell of a box.
 */
public final class ShellFixture implements BundleActivator, AutoCloseable {
    private ServerSocketChannel server;
    private boolean refusing;
    private int asked;

    static ShellFixture in(Path home, boolean refusing) throws IOException {
        ShellFixture fixture = new ShellFixture();
        fixture.refusing = refusing;
        fixture.listen(home);
        return fixture;
    }

    @Override
    public void start(BundleContext context) throws IOException {
        listen(home(context));
    }

    @Override
    public void stop(BundleContext context) throws IOException {
        close();
        Files.delete(home(context).resolve("run").resolve("shell.sock"));
    }

    private static Path home(BundleContext context) {
        return Path.of(context.getProperty("felix.cm.dir")).getParent();
    }

    private void listen(Path home) throws IOException {
        Path socket = Files.createDirectories(home.resolve("run")).resolve("shell.sock");
        Files.deleteIfExists(socket);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(this::serve, "shell-fixture");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void serve() {
        while (server.isOpen()) {
            try (SocketChannel session = server.accept();
                 DataInputStream in = new DataInputStream(Channels.newInputStream(session));
                 DataOutputStream out = new DataOutputStream(Channels.newOutputStream(session))) {
                if (refusing) {
                    send(out, 'E', "too many sessions\n");
                    continue;
                }
                converse(in, out);
            } catch (IOException e) {
                // The client went away, as it may.
                continue;
            }
        }
    }

    private void converse(DataInputStream in, DataOutputStream out) throws IOException {
        String hello = "";
        while (true) {
            char type = (char) in.readByte();
            String text = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
            if (type == 'H') {
                hello = text;
            } else if (type == 'C' && text.equals("status\0--json")) {
                boolean ready = asked++ >= 2;
                send(out, 'O', "{\"peers\":[],\"ready\":" + ready + ",\"problems\":["
                    + (ready ? "\"forked\"" : "\"no log\",\"no sleep\"") + "]}\n");
                send(out, 'X', "0");
            } else if (type == 'C') {
                send(out, 'O', Arrays.toString(text.split("\0", -1)) + "\n");
                send(out, 'X', "0");
            } else {
                line(text, hello, out);
            }
        }
    }

    private void line(String text, String hello, DataOutputStream out) throws IOException {
        switch (text) {
            case "hello" -> send(out, 'O', hello);
            case "asked" -> send(out, 'O', asked + "\n");
            case "fail" -> send(out, 'E', "no such record\n");
            case "split" -> {
                send(out, 'O', new byte[] {(byte) 0xc3});
                send(out, 'O', new byte[] {(byte) 0xa9});
            }
            case "quit" -> send(out, 'Q', "");
            case "cut" -> {
                out.write(new byte[] {'O', 0, 0, 0, 9, 'h', 'a'});
                throw new EOFException("as asked");
            }
            case "die" -> throw new EOFException("as asked");
            case "huge" -> out.write(new byte[] {'O', 0, 0x10, 0, 1});
            case "foreign" -> send(out, 'Z', "");
            default -> send(out, 'O', text.length() > 99 ? "long\n" : "line " + text + "\n");
        }
        send(out, 'X', text.equals("fail") ? "3" : "0");
    }

    private static void send(DataOutputStream out, char type, String text) throws IOException {
        send(out, type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(DataOutputStream out, char type, byte[] bytes) throws IOException {
        out.write(type);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
