// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import java.net.ProtocolException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.api.transport.LoRa;

/**
 * What a station and the air say to each other. On the stream: the length of the rest (two bytes),
 * the version, the type, the body; numbers have their most significant byte first. The decoder
 * refuses what the encoder would not write.
 */
sealed interface AirMessage {
    byte VERSION = 1;
    /** Version, type and body together. */
    int BYTES_MAX = 1024;
    int LENGTH_BYTES = 2;
    Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._-]{1,32}");

    /** The first thing a station says: how it wants to be called. */
    record Join(String name) implements AirMessage {
        @Override
        public Bytes encode() {
            return message(1, name.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * The station is in the cell.
     *
     * @param scale how many seconds of the cell pass in a second
     */
    record Welcome(String medium, int mtuBytes, LoRa lora, double duty, double scale)
        implements AirMessage {
        @Override
        public Bytes encode() {
            byte[] name = medium.getBytes(StandardCharsets.UTF_8);
            ByteBuffer body = ByteBuffer.allocate(2 + 1 + 4 + 1 + 8 + 8 + name.length);
            body.putShort((short) mtuBytes).put((byte) lora.spreadingFactor())
                .putInt(lora.bandwidthHz()).put((byte) lora.codingRate())
                .putDouble(duty).putDouble(scale).put(name);
            return message(2, body.array());
        }
    }

    /** From a station: put this on the air. At most two may be outstanding. */
    record Send(Frame frame) implements AirMessage {
        @Override
        public Bytes encode() {
            return message(3, frame.bytes().toArray());
        }
    }

    /** One frame of this station has left the air: there is room again. */
    record Sent() implements AirMessage {
        @Override
        public Bytes encode() {
            return message(4, new byte[0]);
        }
    }

    /** The station heard a frame. */
    record Heard(Frame frame) implements AirMessage {
        @Override
        public Bytes encode() {
            return message(5, frame.bytes().toArray());
        }
    }

    /** The air ends the conversation, and why. */
    record Refusal(String reason) implements AirMessage {
        @Override
        public Bytes encode() {
            return message(6, reason.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The message with its length before it, as it goes on the stream. */
    Bytes encode();

    /**
     * The message in these bytes, which follow its length.
     *
     * @throws ProtocolException if they are not exactly one message; the text says what is wrong
     */
    static AirMessage decode(Bytes bytes) throws ProtocolException {
        if (bytes.size() < 2 || bytes.size() > BYTES_MAX) {
            throw new ProtocolException("a message of " + bytes.size() + " bytes");
        }
        if (bytes.at(0) != VERSION) {
            throw new ProtocolException("version " + bytes.at(0) + " of the air protocol; this is "
                + VERSION);
        }
        try {
            return body(bytes.at(1), bytes.slice(2, bytes.size() - 2));
        } catch (IllegalArgumentException | BufferUnderflowException malformed) {
            throw new ProtocolException("malformed message of type " + bytes.at(1));
        }
    }

    private static AirMessage body(byte type, Bytes body) throws ProtocolException {
        return switch (type) {
            case 1 -> new Join(name(text(ByteBuffer.wrap(body.toArray()))));
            case 2 -> welcome(ByteBuffer.wrap(body.toArray()));
            case 3 -> new Send(new Frame(body));
            case 4 -> sent(body);
            case 5 -> new Heard(new Frame(body));
            case 6 -> new Refusal(text(ByteBuffer.wrap(body.toArray())));
            default -> throw new ProtocolException("unknown message of type " + type);
        };
    }

    private static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("no name: " + text);
        }
        return text;
    }

    private static Welcome welcome(ByteBuffer body) {
        int mtu = Short.toUnsignedInt(body.getShort());
        int spreadingFactor = body.get();
        LoRa lora = new LoRa(spreadingFactor, body.getInt(), body.get());
        double duty = body.getDouble();
        double scale = body.getDouble();
        if (mtu < 64 || !(duty > 0 && duty <= 1) || !(scale > 0)) {
            throw new IllegalArgumentException("no cell: mtu " + mtu + ", duty " + duty);
        }
        return new Welcome(text(body), mtu, lora, duty, scale);
    }

    private static Sent sent(Bytes body) {
        if (body.size() > 0) {
            throw new IllegalArgumentException("nothing follows");
        }
        return new Sent();
    }

    private static String text(ByteBuffer body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(body).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("no UTF-8", e);
        }
    }

    private static Bytes message(int type, byte[] body) {
        ByteBuffer whole = ByteBuffer.allocate(LENGTH_BYTES + 2 + body.length);
        whole.putShort((short) (2 + body.length)).put(VERSION).put((byte) type).put(body);
        return Bytes.of(whole.array());
    }
}
