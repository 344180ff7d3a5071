// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.second;

import static org.cairnmesh.second.Decisions.hash;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Reads values: docs/wire-body.md, "Values". */
final class SecondValues {
    private static final String ALPHABET = "0123456789-.:/T";

    private final SecondMemory memory;
    private final Decisions in;
    private final ByteArrayOutputStream says;
    int mode;

    SecondValues(SecondMemory memory, Decisions in, ByteArrayOutputStream says) {
        this.memory = memory;
        this.in = in;
        this.says = says;
    }

    Value name(int path, long event) {
        int before = memory.before;
        int beforeThat = memory.beforeThat;
        Value value = value(path, event);
        memory.before = before;
        memory.beforeThat = beforeThat;
        return value;
    }

    Value value(int path, long event) {
        SecondShelf shelf = memory.shelf(path);
        int k = 2 * shelf.last + (shelf.follower() == shelf.last ? 0 : 1);
        int[] contexts = {hash(path, k & 1), hash(path + 1, k), hash(path + 2, memory.before),
            hash(path + 3, shelf.trail & 0xfff)};
        mode = in.mixed(0, 1, contexts) == 0 ? 0 : in.tree(3, 1, contexts);
        Value value = switch (mode) {
            case 0 -> shelf.again(shelf.follower());
            case 1 -> shelf.again(shelf.last);
            case 2 -> shelf.again(index(shelf, path));
            case 3 -> kept(shelf, fresh(shelf, path));
            case 4 -> kept(shelf, Value.number(shelf.lastType, shelf.number + shelf.step));
            case 5 -> kept(shelf, memory.recent.get(in.plainTree(3, hash(path, 8))));
            case 6 -> kept(shelf, Value.number(shelf.lastType, event - shelf.behind));
            default -> throw new IllegalArgumentException("mode " + mode);
        };
        says.write(value.type());
        says.write(value.octets().length >> 8);
        says.write(value.octets().length);
        says.writeBytes(value.octets());
        shelf.trail = shelf.trail << 3 | mode;
        shelf.lastType = value.type();
        if (value.isNumber()) {
            long number = value.number();
            if (!shelf.numbered || number != shelf.number) {
                shelf.behind = event - number;
            }
            shelf.step = shelf.numbered ? number - shelf.number : 0;
            shelf.number = number;
        }
        shelf.numbered = value.isNumber();
        memory.coded(value);
        return value;
    }

    private Value kept(SecondShelf shelf, Value value) {
        memory.keep(shelf, value);
        return value;
    }

    private int index(SecondShelf shelf, int path) {
        int greatest = Math.max(1, shelf.values.size() - 1);
        return in.tree(32 - Integer.numberOfLeadingZeros(greatest), 2, hash(path, 4),
            hash(path + 5, shelf.last), hash(path + 6, memory.before),
            hash(path + 7, memory.before ^ 31 * memory.beforeThat));
    }

    private Value fresh(SecondShelf shelf, int path) {
        byte[] old = shelf.last < 0 ? new byte[0] : shelf.values.get(shelf.last).octets();
        int type = in.plainTree(2, hash(hash(path, 11), shelf.lastType));
        int g = hash(path, 17 + type);
        boolean digits = in.plain(hash(hash(g, 12), shelf.lastDigits)) == 1;
        shelf.lastDigits = digits ? 1 : 0;
        Value value = new Value(type, digits ? digits(old, g) : octets(type, old, shelf, g));
        value.plain();
        return value;
    }

    private byte[] digits(byte[] old, int g) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int one = 0;
        int two = 0;
        int point = 0;
        int alike = 1;
        for (int place = 0; ; place++) {
            int above = place < old.length ? old[place] & 0xff : 256;
            int digit = in.tree(4, 4, hash(g + 1, place << 8 | Math.min(point, 255)),
                hash(hash(g + 2, place), one << 8 | two),
                hash(hash(g + 3, place), alike << 9 | above));
            if (digit == 15) {
                return out.toByteArray();
            }
            if (place > 65_536) {
                throw new IllegalArgumentException("past the bound");
            }
            two = one;
            one = ALPHABET.charAt(digit);
            out.write(one);
            alike = one == above ? alike : 0;
            point += point > 0 || one == '.' ? 1 : 0;
        }
    }

    private byte[] octets(int type, byte[] old, SecondShelf shelf, int g) {
        int start = old.length > 0 ? part(shelf, 0, g) : 0;
        int end = old.length > 0 ? part(shelf, 1, g) : 0;
        int between = part(shelf, 2, g);
        if (start + end > old.length || start < 0 || end < 0 || between < 0
            || between > 65_536) {
            throw new IllegalArgumentException("more shared than there is");
        }
        byte[] out = Arrays.copyOf(old, start + between + end);
        System.arraycopy(old, old.length - end, out, start + between, end);
        boolean hex = type != 3 && in.plain(hash(g, 16)) == 1;
        for (int i = start; i < start + between; i++) {
            out[i] = (byte) (type == 3 ? in.raw(8) : hex ? hex(i, old, g) : letter(out, i, g));
        }
        return out;
    }

    private int part(SecondShelf shelf, int part, int g) {
        int context = hash(g, 13 + part);
        if (in.plain(hash(context, shelf.parts[part])) == 1) {
            shelf.parts[part] = Math.toIntExact(in.number(context));
        }
        return shelf.parts[part];
    }

    private int hex(int place, byte[] old, int g) {
        boolean dash = place < old.length && old[place] == '-';
        return in.plain(hash(g, 16) + (dash ? 2 : 1)) == 1 ? '-'
            : Character.forDigit(in.raw(4), 16);
    }

    private int letter(byte[] out, int place, int g) {
        int one = place > 0 ? out[place - 1] & 0xff : 0;
        int two = place > 1 ? out[place - 2] & 0xff : 0;
        int three = place > 2 ? out[place - 3] & 0xff : 0;
        return in.tree(8, 3, hash(1, one), hash(g, one), hash(2, one << 8 | two),
            hash(3, one << 16 | two << 8 | three));
    }
}
