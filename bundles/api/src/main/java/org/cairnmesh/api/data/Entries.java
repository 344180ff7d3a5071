// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.data;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;

/**
 * The entries of a table, in the order of their encoding: two arrays, because tables are copied
 * with a change at each event that is folded. Immutable.
 */
final class Entries extends AbstractMap<String, Item> {
    /** So many keys are looked through one by one. */
    private static final int SCAN_MAX = 64;

    private final String[] keys;
    private final Item[] values;

    private Entries(String[] keys, Item[] values) {
        this.keys = keys;
        this.values = values;
    }

    /** Keys that are known to be in order and without repeats, and their values. */
    static Entries sorted(List<String> keys, List<Item> values) {
        return new Entries(keys.toArray(String[]::new), values.toArray(Item[]::new));
    }

    static Entries of(Map<String, Item> map) {
        if (map instanceof Entries entries) {
            return entries;
        }
        Map<String, Item> sorted = new TreeMap<>(Item.KEY_ORDER);
        sorted.putAll(map);
        sorted.forEach(Entries::check);
        return new Entries(sorted.keySet().toArray(String[]::new),
            sorted.values().toArray(Item[]::new));
    }

    private static void check(String key, Item value) {
        if (!encodable(key) || value == null) {
            throw new IllegalArgumentException("no key or value: " + key);
        }
    }

    /** Whether a text has an encoding in UTF-8. */
    static boolean encodable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isSurrogatePair(c, text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    private int find(Object key) {
        return key instanceof String text
            ? Arrays.binarySearch(keys, text, Item.KEY_ORDER) : -1;
    }

    Entries with(String key, Item value) {
        check(key, value);
        int at = find(key);
        if (at >= 0) {
            Item[] changed = values.clone();
            changed[at] = value;
            return new Entries(keys, changed);
        }
        at = -1 - at;
        String[] moreKeys = Arrays.copyOf(keys, keys.length + 1);
        Item[] moreValues = Arrays.copyOf(values, values.length + 1);
        System.arraycopy(keys, at, moreKeys, at + 1, keys.length - at);
        System.arraycopy(values, at, moreValues, at + 1, values.length - at);
        moreKeys[at] = key;
        moreValues[at] = value;
        return new Entries(moreKeys, moreValues);
    }

    Entries without(String key) {
        int at = find(key);
        if (at < 0) {
            return this;
        }
        String[] lessKeys = Arrays.copyOf(keys, keys.length - 1);
        Item[] lessValues = Arrays.copyOf(values, values.length - 1);
        System.arraycopy(keys, at + 1, lessKeys, at, keys.length - at - 1);
        System.arraycopy(values, at + 1, lessValues, at, values.length - at - 1);
        return new Entries(lessKeys, lessValues);
    }

    @Override
    public Item get(Object key) {
        return getOrDefault(key, null);
    }

    @Override
    public Item getOrDefault(Object key, Item otherwise) {
        int at = held(key);
        return at < 0 ? otherwise : values[at];
    }

    @Override
    public boolean containsKey(Object key) {
        return held(key) >= 0;
    }

    /** To see whether keys are equal costs less than to see which comes first. */
    private int held(Object key) {
        if (keys.length > SCAN_MAX) {
            return find(key);
        }
        for (int i = 0; i < keys.length; i++) {
            if (keys[i].equals(key)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int size() {
        return keys.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Entries entries
            ? Arrays.equals(keys, entries.keys) && Arrays.equals(values, entries.values)
            : super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    @Override
    public Set<Map.Entry<String, Item>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, Item>> iterator() {
                return new Walk();
            }

            @Override
            public int size() {
                return keys.length;
            }
        };
    }

    private final class Walk implements Iterator<Map.Entry<String, Item>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < keys.length;
        }

        @Override
        public Map.Entry<String, Item> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return Map.entry(keys[next], values[next++]);
        }
    }
}
