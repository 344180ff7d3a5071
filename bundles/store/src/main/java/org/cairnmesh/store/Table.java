// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.DataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * A sorted map of H2 whose every row says which row of which table it is, and has a checksum: a
 * row that rotted is noticed when it is read, and what is whole is found again in a file that H2
 * cannot read any more ({@link Salvage}). Fails with {@link DamagedException}.
 *
 * <p>A row: magic [4], CRC-32C of the table's name [4], size of the key [2], key, size of the
 * value [4], value, CRC-32C of all before [4].
 */
final class Table<K> {
    static final int MAGIC = 0xca19a0e5;
    /** What stands before the key. */
    static final int HEAD_BYTES = 2 * Integer.BYTES + Short.BYTES;

    private final int tag;
    private final MVMap<K, byte[]> map;
    private final Function<K, byte[]> toBytes;
    private final Function<byte[], K> toKey;

    private Table(MVStore store, String name, DataType<K> keys, Function<K, byte[]> toBytes,
                  Function<byte[], K> toKey) {
        this.tag = tag(name);
        this.map = store.openMap(name, new MVMap.Builder<K, byte[]>().keyType(keys)
            .valueType(ByteArrayDataType.INSTANCE));
        this.toBytes = toBytes;
        this.toKey = toKey;
    }

    static Table<Long> counted(MVStore store, String name) {
        return new Table<>(store, name, LongDataType.INSTANCE,
            key -> ByteBuffer.allocate(Long.BYTES).putLong(key).array(),
            bytes -> ByteBuffer.wrap(bytes).getLong());
    }

    static Table<String> named(MVStore store, String name) {
        return new Table<>(store, name, StringDataType.INSTANCE,
            key -> key.getBytes(StandardCharsets.UTF_8),
            bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    static Table<byte[]> sorted(MVStore store, String name) {
        return new Table<>(store, name, ByteArrayDataType.INSTANCE, Function.identity(),
            Function.identity());
    }

    /** How the rows of a table of this name are marked. */
    static int tag(String name) {
        return crc(name.getBytes(StandardCharsets.UTF_8));
    }

    static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    int tag() {
        return tag;
    }

    /** The value, or null if there is none. */
    byte[] get(K key) {
        byte[] row = map.get(key);
        return row == null ? null : value(key, row);
    }

    void put(K key, byte[] value) {
        map.put(key, row(toBytes.apply(key), value));
    }

    /** Puts what {@link Salvage} found. */
    void putFound(byte[] key, byte[] value) {
        map.put(toKey.apply(key), row(key, value));
    }

    void putIfAbsent(K key, byte[] value) {
        map.putIfAbsent(key, row(toBytes.apply(key), value));
    }

    void remove(K key) {
        map.remove(key);
    }

    void clear() {
        map.clear();
    }

    boolean isEmpty() {
        return map.isEmpty();
    }

    long size() {
        return map.sizeAsLong();
    }

    /** The first key, or null if it is empty. */
    K firstKey() {
        return map.firstKey();
    }

    /** The last key, or null if it is empty. */
    K lastKey() {
        return map.lastKey();
    }

    /** A row as it is read. */
    record Row<K>(K key, byte[] value) { }

    /** All rows, in order. */
    Iterable<Row<K>> rows() {
        return () -> iterator(map.cursor(null));
    }

    /** The rows from a key on, in order. */
    Iterable<Row<K>> from(K key) {
        return () -> iterator(map.cursor(key));
    }

    /** The rows between two keys, in order. */
    Iterable<Row<K>> between(K from, K to) {
        return () -> iterator(map.cursor(from, to, false));
    }

    private Iterator<Row<K>> iterator(Cursor<K, byte[]> cursor) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return cursor.hasNext();
            }

            @Override
            public Row<K> next() {
                K key = cursor.next();
                return new Row<>(key, value(key, cursor.getValue()));
            }
        };
    }

    private byte[] row(byte[] key, byte[] value) {
        ByteBuffer out = ByteBuffer.allocate(
            HEAD_BYTES + key.length + Integer.BYTES + value.length + Integer.BYTES);
        out.putInt(MAGIC).putInt(tag).putShort((short) key.length).put(key)
            .putInt(value.length).put(value);
        byte[] bytes = out.array();
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, out.position());
        out.putInt((int) crc.getValue());
        return bytes;
    }

    private byte[] value(K key, byte[] row) {
        byte[] name = toBytes.apply(key);
        int start = HEAD_BYTES + name.length + Integer.BYTES;
        int end = row.length - Integer.BYTES;
        CRC32C crc = new CRC32C();
        if (end >= start) {
            crc.update(row, 0, end);
        }
        ByteBuffer in = ByteBuffer.wrap(row);
        if (end < start || in.getInt(end) != (int) crc.getValue() || in.getInt(4) != tag
            || !Arrays.equals(row, HEAD_BYTES, start - Integer.BYTES, name, 0, name.length)) {
            throw new DamagedException("a row is damaged");
        }
        return Arrays.copyOfRange(row, start, end);
    }
}
