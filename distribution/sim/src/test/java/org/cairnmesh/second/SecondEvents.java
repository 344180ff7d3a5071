// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.second;

import static org.cairnmesh.second.Decisions.hash;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads events: docs/wire-body.md, "Events". */
final class SecondEvents {
    /** What the body says, for its CRC-32 and its bound. */
    final ByteArrayOutputStream says = new ByteArrayOutputStream();
    private final SecondMemory memory;
    private final Decisions in;
    private final SecondValues values;
    private long number;
    private int firstMode;

    SecondEvents(SecondMemory memory, Decisions in) {
        this.memory = memory;
        this.in = in;
        this.values = new SecondValues(memory, in, says);
    }

    SecondBody.Event event(String origin, long of) {
        number = of;
        firstMode = -1;
        Value kind = values.name(1, number);
        Value by = values.name(2, number);
        Map<String, Object> payload = table(4, hash(kind.hash(), 4), 2);
        long at = time(hash(kind.hash(), 6) + 4 * firstMode);
        return new SecondBody.Event(origin + "-" + number, kind.text(), by.text(), at,
            Octets.hex(PlainCbor.write(payload)), basis());
    }

    private long time(int y) {
        if (in.plain(y) == 1) {
            if (in.plain(y + 1) == 1) {
                boolean back = in.plain(y + 2) == 1;
                long size = in.number(hash(6, 0));
                memory.millisStep = back ? -size : size;
            }
            memory.millis += memory.millisStep;
        }
        if (memory.millis < 0 || memory.millis >= 1L << 48) {
            throw new IllegalArgumentException("time " + memory.millis);
        }
        for (int shift = 56; shift >= 0; shift -= 8) {
            says.write((int) (memory.millis >>> shift));
        }
        return memory.millis;
    }

    private String basis() {
        int present = in.plain(7);
        says.write(present);
        if (present == 0) {
            return "none";
        }
        List<String> ids = new ArrayList<>();
        for (int left = count(3); left > 0; left--) {
            byte[] origin = (byte[]) values.name(3, number).plain();
            ids.add(Octets.hex(origin) + "-" + (Long) values.name(4, number).plain());
        }
        return String.join(" ", ids);
    }

    private int count(int path) {
        SecondShelf shelf = memory.shelf(path);
        int context = hash(path, 9);
        if (in.plain(context) == 1) {
            shelf.lastCount = Math.toIntExact(in.number(hash(context, 0)));
        }
        says.write(shelf.lastCount >> 8);
        says.write(shelf.lastCount);
        if (says.size() > SecondBody.SAID_MAX) {
            throw new IllegalArgumentException("past the bound");
        }
        return shelf.lastCount;
    }

    private Map<String, Object> table(int path, int shape, int depth) {
        int names = hash(shape, 5);
        Map<String, Object> table = new LinkedHashMap<>();
        int count = count(names);
        for (int i = 0; i < count; i++) {
            Value name = values.name(names, number);
            table.put(name.text(), item(hash(path, name.hash()), depth + 1));
        }
        if (table.size() < count) {
            throw new IllegalArgumentException("a name twice");
        }
        return table;
    }

    private Object item(int path, int depth) {
        SecondShelf shelf = memory.shelf(path);
        int context = hash(path, 8);
        if (in.plain(hash(context, shelf.lastKind)) == 1) {
            shelf.lastKind = in.plainTree(3, context);
        }
        says.write(shelf.lastKind);
        if (depth > 16) {
            throw new IllegalArgumentException("nested too deep");
        }
        return switch (shelf.lastKind) {
            case 0 -> value(path, depth);
            case 1 -> array(path, depth);
            case 2 -> table(path, path, depth);
            case 3 -> Boolean.TRUE;
            case 4 -> Boolean.FALSE;
            case 5 -> PlainCbor.NOTHING;
            default -> throw new IllegalArgumentException("kind " + shelf.lastKind);
        };
    }

    private Object value(int path, int depth) {
        Value value = values.value(path, number);
        if (value.type() == 2 && depth > 14) {
            throw new IllegalArgumentException("nested too deep");
        }
        firstMode = firstMode < 0 ? values.mode : firstMode;
        return value.plain();
    }

    private List<Object> array(int path, int depth) {
        List<Object> array = new ArrayList<>();
        int count = count(path);
        for (int i = 0; i < count; i++) {
            array.add(item(hash(path, Math.min(i, 3)), depth + 1));
        }
        return array;
    }
}
