// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.core.feed.Crypto;

/**
 * Bytes as a text that people read out and type: Crockford's base 32 in groups, each with a check
 * symbol of its own, so that a typo is found in its group. The check of a group is a sum over
 * GF(32) with a weight for each place and one for the group: it finds every wrong symbol, every two
 * that were swapped, and groups that were. Three bytes of SHA-256 at the start find the rest.
 */
final class Groups {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int BITS = 5;
    private static final int CHECK_SIZE = 3;
    /** What typed texts may have before anything is done with them. */
    private static final int TEXT_MAX = 1_000;
    private static final int WRONG_SHOWN_MAX = 4;
    /** x^5 + x^2 + 1, over which GF(32) is made. */
    private static final int POLYNOMIAL = 0x25;

    private final String what;
    private final int size;
    private final int least;

    /**
     * The groups of texts of one kind.
     *
     * @param what  names the kind to people; texts of one kind are refused as another
     * @param size  symbols in a group, with its check symbol
     * @param least bytes that every text of the kind has; past these none ends with a zero
     */
    Groups(String what, int size, int least) {
        this.what = what;
        this.size = size;
        this.least = least;
    }

    String write(Bytes data) {
        byte[] all = new byte[CHECK_SIZE + data.size()];
        check(data).copyTo(all, 0);
        data.copyTo(all, CHECK_SIZE);
        int groups = (8 * all.length + BITS * (size - 1) - 1) / (BITS * (size - 1));
        List<String> texts = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            int[] symbols = new int[size];
            for (int i = 0; i < size - 1; i++) {
                symbols[i] = symbol(all, group * (size - 1) + i);
            }
            symbols[size - 1] = check(symbols, group);
            texts.add(text(symbols, 0, size));
        }
        return String.join("-", texts);
    }

    /**
     * The data of a text; case, hyphens and blanks do not matter, nor O for 0, I and L for 1.
     *
     * @throws MalformedException if it is none; the message names the groups that are wrong
     */
    Bytes read(String typed) {
        int[] symbols = symbols(typed);
        if (symbols.length == 0 || symbols.length % size != 0) {
            throw new MalformedException("a " + what + " has groups of " + size + " symbols, and "
                + "this text has " + symbols.length + " symbols: one is missing or too many");
        }
        int groups = symbols.length / size;
        List<Integer> wrong = new ArrayList<>();
        int[] bits = new int[groups * (size - 1)];
        for (int group = 0; group < groups; group++) {
            System.arraycopy(symbols, group * size, bits, group * (size - 1), size - 1);
            int[] one = Arrays.copyOfRange(symbols, group * size, (group + 1) * size);
            if (check(one, group) != one[size - 1]) {
                wrong.add(group);
            }
        }
        if (!wrong.isEmpty()) {
            throw new MalformedException("typo in " + wrong.stream().limit(WRONG_SHOWN_MAX)
                .map(group -> "group " + (group + 1) + " (" + text(symbols, group * size, size)
                    + ")").collect(Collectors.joining(", "))
                + (wrong.size() > WRONG_SHOWN_MAX ? " and others" : "") + " of the " + what);
        }
        Bytes data = whole(bits);
        if (!write(data).replace("-", "").equals(text(symbols, 0, symbols.length))) {
            throw new MalformedException("this is no " + what + ", or only a part of one");
        }
        return data;
    }

    private Bytes whole(int[] bits) {
        byte[] all = new byte[bits.length * BITS / 8];
        for (int bit = 0; bit < all.length * 8; bit++) {
            int set = bits[bit / BITS] >> BITS - 1 - bit % BITS & 1;
            all[bit / 8] |= (byte) (set << 7 - bit % 8);
        }
        int end = all.length;
        while (end > CHECK_SIZE && all[end - 1] == 0) {
            end--;
        }
        int data = Math.max(least, end - CHECK_SIZE);
        return all.length < CHECK_SIZE ? Bytes.EMPTY
            : Bytes.of(Arrays.copyOf(Arrays.copyOfRange(all, CHECK_SIZE, end),
                data));
    }

    private Bytes check(Bytes data) {
        return Crypto.hash(Secrets.label("cairn " + what), data.toArray()).head(CHECK_SIZE);
    }

    private int[] symbols(String typed) {
        if (typed.length() > TEXT_MAX) {
            throw new MalformedException("a " + what + " has fewer than " + typed.length()
                + " symbols");
        }
        String text = typed.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "");
        return text.codePoints().map(c -> {
            int symbol = ALPHABET.indexOf(c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c);
            if (symbol < 0) {
                throw new MalformedException("'" + Character.toString(c) + "' stands in no "
                    + what);
            }
            return symbol;
        }).toArray();
    }

    private static String text(int[] symbols, int from, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < from + count; i++) {
            text.append(ALPHABET.charAt(symbols[i]));
        }
        return text.toString();
    }

    /** The five bits of the data that a symbol stands for; zeros past its end. */
    private static int symbol(byte[] all, int index) {
        int symbol = 0;
        for (int bit = index * BITS; bit < (index + 1) * BITS; bit++) {
            int set = bit / 8 < all.length ? all[bit / 8] >> 7 - bit % 8 & 1 : 0;
            symbol = symbol << 1 | set;
        }
        return symbol;
    }

    /** The check symbol of a group, which is made of all but the last of its symbols. */
    private static int check(int[] symbols, int group) {
        int sum = group % 32;
        int weight = 1;
        for (int i = 0; i < symbols.length - 1; i++) {
            weight = times(weight, 2);
            sum ^= times(weight, symbols[i]);
        }
        return sum;
    }

    private static int times(int a, int b) {
        int product = 0;
        for (int i = 0; i < BITS; i++) {
            product ^= (b >> i & 1) == 0 ? 0 : a << i;
        }
        for (int i = 2 * BITS - 2; i >= BITS; i--) {
            product ^= (product >> i & 1) == 0 ? 0 : POLYNOMIAL << i - BITS;
        }
        return product;
    }
}
