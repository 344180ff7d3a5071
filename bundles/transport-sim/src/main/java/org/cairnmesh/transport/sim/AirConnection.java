// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;

/**
 * The air's end of one connection: bounded buffers, and whether the other end is a station or
 * speaks control. A station's first byte is the high byte of a small length, so below a blank;
 * control is text. Used by the air's thread alone.
 */
final class AirConnection {
    /** What may wait to be written; who reads slower is dropped. */
    static final int OUT_BYTES_MAX = 256 * 1024;

    final SelectionKey key;
    /** The station's name once it has joined. */
    Optional<String> station = Optional.empty();
    /** Frames taken from the station and not yet reported as sent. */
    int outstanding;

    private final SocketChannel channel;
    private final ByteBuffer in =
        ByteBuffer.allocate(AirMessage.LENGTH_BYTES + AirMessage.BYTES_MAX);
    private final Deque<ByteBuffer> out = new ArrayDeque<>();
    private int outBytes;
    private boolean begun;
    private boolean control;
    private boolean exhausted;
    private boolean ending;
    private long endNanos;

    AirConnection(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    /** Reads what is there; false at the end of the stream. */
    boolean read() throws IOException {
        if (ending) {
            in.clear();
        }
        exhausted |= channel.read(in) < 0;
        if (!begun && in.position() > 0) {
            begun = true;
            control = in.get(0) >= ' ';
        }
        return !exhausted;
    }

    boolean isControl() {
        return control;
    }

    /** The next whole message of a station. */
    Optional<Bytes> nextMessage() throws ProtocolException {
        if (in.position() < AirMessage.LENGTH_BYTES) {
            return Optional.empty();
        }
        int length = Short.toUnsignedInt(in.getShort(0));
        if (length > AirMessage.BYTES_MAX) {
            throw new ProtocolException("a message of " + length + " bytes");
        }
        if (in.position() < AirMessage.LENGTH_BYTES + length) {
            return Optional.empty();
        }
        return Optional.of(take(AirMessage.LENGTH_BYTES, length, 0));
    }

    /** The next whole line of control. */
    Optional<String> nextLine() throws ProtocolException {
        for (int at = 0; at < Math.min(in.position(), AirControl.LINE_BYTES_MAX + 1); at++) {
            if (in.get(at) == '\n') {
                byte[] line = take(0, at, 1).toArray();
                return Optional.of(new String(line, StandardCharsets.UTF_8));
            }
        }
        if (in.position() > AirControl.LINE_BYTES_MAX) {
            throw new ProtocolException("a line of more than " + AirControl.LINE_BYTES_MAX
                + " bytes");
        }
        return Optional.empty();
    }

    private Bytes take(int from, int length, int behind) {
        byte[] taken = new byte[length];
        in.flip().position(from).get(taken).position(from + length + behind);
        in.compact();
        return Bytes.of(taken);
    }

    /** Queues bytes for the other end; false if too many wait there already. */
    boolean write(byte[] bytes) {
        if (ending) {
            return true;
        }
        out.add(ByteBuffer.wrap(bytes));
        outBytes += bytes.length;
        return outBytes <= OUT_BYTES_MAX;
    }

    /** Writes what the socket takes now. */
    void flush() throws IOException {
        while (!out.isEmpty()) {
            outBytes -= channel.write(out.element());
            if (out.element().hasRemaining()) {
                break;
            }
            out.remove();
        }
        key.interestOps((exhausted ? 0 : SelectionKey.OP_READ)
            | (out.isEmpty() ? 0 : SelectionKey.OP_WRITE));
        if (ending && out.isEmpty()) {
            channel.shutdownOutput();
        }
    }

    /**
     * Says no more and listens no more. The connection stays until the other end is gone or the
     * time is up: closing it with unread input would take the last words from the other end.
     */
    void endBy(long nanos) {
        ending = true;
        endNanos = nanos;
    }

    boolean isEnding() {
        return ending;
    }

    boolean isOver(long nowNanos) {
        return ending && (exhausted && out.isEmpty() || nowNanos - endNanos >= 0);
    }

    void close() {
        try {
            channel.close();
        } catch (IOException ignored) {
            // Nothing of it is needed any more.
        }
    }
}
