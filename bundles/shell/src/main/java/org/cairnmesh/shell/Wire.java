// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The shell's protocol, version 1. A message is a type byte, a length of 4 bytes (big-endian) and
 * so many bytes. Client: {@code H} version, directory, user, columns, 1 or 0 for interactive,
 * separated by NUL; {@code C} command and arguments separated by NUL, never parsed; {@code L} a
 * line to parse. Server: {@code O} and {@code E} output and errors; {@code X} the exit status, in
 * decimal, ends the answer to a C or L; {@code Q} ends the session instead.
 */
final class Wire {
    static final int PAYLOAD_BYTES_MAX = 1 << 20;
    static final String VERSION = "1";
    static final char HELLO = 'H';
    static final char COMMAND = 'C';
    static final char LINE = 'L';
    static final char OUT = 'O';
    static final char ERR = 'E';
    static final char EXIT = 'X';
    static final char QUIT = 'Q';

    private static final String NUL = "\0";
    private static final int HEAD_BYTES = 5;

    private Wire() { }

    /** What a client sent. */
    record Message(char type, String payload) {
        List<String> parts() {
            return List.of(payload.split(NUL, -1));
        }
    }

    /**
     * The next message; empty if the client went away between two.
     *
     * @throws ProtocolException if it is too large or no UTF-8
     */
    static Optional<Message> read(ReadableByteChannel from) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        if (!fill(from, head)) {
            return Optional.empty();
        }
        char type = (char) (head.get() & 0xff);
        int length = head.getInt();
        if (length < 0 || length > PAYLOAD_BYTES_MAX) {
            throw new ProtocolException("a message has at most " + PAYLOAD_BYTES_MAX + " bytes");
        }
        ByteBuffer payload = ByteBuffer.allocate(length);
        if (length > 0 && !fill(from, payload)) {
            throw new EOFException("a message was cut short");
        }
        try {
            return Optional.of(new Message(type,
                StandardCharsets.UTF_8.newDecoder().decode(payload).toString()));
        } catch (CharacterCodingException e) {
            throw new ProtocolException("a message is UTF-8");
        }
    }

    private static boolean fill(ReadableByteChannel from, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (from.read(buffer) < 0) {
                if (buffer.position() == 0) {
                    return false;
                }
                throw new EOFException("a message was cut short");
            }
        }
        buffer.flip();
        return true;
    }

    static void write(WritableByteChannel to, char type, byte[] bytes, int from, int length)
        throws IOException {
        ByteBuffer message = ByteBuffer.allocate(HEAD_BYTES + length)
            .put((byte) type).putInt(length).put(bytes, from, length).flip();
        while (message.hasRemaining()) {
            to.write(message);
        }
    }
}
