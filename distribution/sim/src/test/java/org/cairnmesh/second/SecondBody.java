// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.second;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** What the body of a block holds: the plain bytes, none if it cannot be read, and the events. */
public final class SecondBody {
    private static final int PLAIN_MAX = 65_536;
    private static final int HISTORY_MAX = 32_768;

    final byte[] plain;
    public final List<Event> events = new ArrayList<>();
    /** What a block that follows has as its history. */
    private final byte[] past;

    /** An event; the payload is CBOR, the basis a list of ids. */
    public record Event(String id, String kind, String by, long at, String payload, String basis) {
    }

    private SecondBody(byte[] plain, byte[] past) {
        this.plain = plain;
        this.past = past;
    }

    static SecondBody of(SecondBlock block) {
        byte[] history = block.number() % 64 == 1 ? new byte[0]
            : block.previous.orElseThrow().content().past;
        boolean used = block.number(11) == 1;
        byte[] plain = inflated(block.body, used ? history : new byte[0]);
        List<Event> events = new ArrayList<>();
        try {
            List<?> items = (List<?>) PlainCbor.read(plain);
            for (Object item : items) {
                events.add(event(block, (List<?>) item, events.size()));
            }
            if (items.size() != block.events()) {
                throw new IllegalArgumentException("another number of events");
            }
        } catch (RuntimeException e) {
            events.clear();
            plain = new byte[0];
        }
        byte[] past = events.isEmpty() ? history : tail(history, plain);
        SecondBody body = new SecondBody(plain, past);
        body.events.addAll(events);
        return body;
    }

    private static byte[] tail(byte[] history, byte[] plain) {
        byte[] all = Arrays.copyOf(history, history.length + plain.length);
        System.arraycopy(plain, 0, all, history.length, plain.length);
        return Arrays.copyOfRange(all, Math.max(0, all.length - HISTORY_MAX), all.length);
    }

    private static Event event(SecondBlock block, List<?> item, int index) {
        StringBuilder basis = new StringBuilder();
        if (item.size() == 5) {
            for (Object pair : (List<?>) item.get(4)) {
                basis.append(Octets.hex((byte[]) ((List<?>) pair).get(0))).append('-')
                    .append(((List<?>) pair).get(1)).append(' ');
            }
        }
        return new Event(block.origin() + "-" + (block.first() + index), (String) item.get(0),
            (String) item.get(1), block.time() + (Long) item.get(2),
            Octets.hex(PlainCbor.write(item.get(3))),
            item.size() == 5 ? basis.toString().strip() : "none");
    }

    /** The plain bytes without their CRC; nothing if they are none. */
    private static byte[] inflated(byte[] body, byte[] history) {
        Inflater inflater = new Inflater(true);
        try {
            if (history.length > 0) {
                inflater.setDictionary(history);
            }
            inflater.setInput(body);
            byte[] out = new byte[PLAIN_MAX + 1];
            int size = inflater.inflate(out);
            if (!inflater.finished() || size > PLAIN_MAX || size < 4) {
                return new byte[0];
            }
            CRC32 crc = new CRC32();
            crc.update(out, 0, size - 4);
            long said = new Octets(Arrays.copyOfRange(out, size - 4, size)).big(4);
            return said == crc.getValue() ? Arrays.copyOf(out, size - 4) : new byte[0];
        } catch (DataFormatException e) {
            return new byte[0];
        } finally {
            inflater.end();
        }
    }
}
