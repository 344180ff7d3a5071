// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;

/** Bytes of a fixed size and a name, as texts for people hold them. */
record Named(Bytes bytes, String name) {

    /** The version, the bytes, and the name to the end. */
    static Bytes join(int version, Bytes bytes, String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(version);
        out.writeBytes(bytes.toArray());
        out.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        return Bytes.of(out.toByteArray());
    }

    /** What {@link #join} joined, which has at least the version and {@code size} bytes. */
    static Named split(Bytes data, int version, int size) {
        if (data.at(0) != version) {
            throw new MalformedException("a text of another version of Cairn");
        }
        try {
            return new Named(data.slice(1, size), StandardCharsets.UTF_8.newDecoder()
                .decode(ByteBuffer.wrap(data.slice(1 + size, data.size() - 1 - size).toArray()))
                .toString());
        } catch (CharacterCodingException e) {
            throw new MalformedException("a name that is not UTF-8");
        }
    }
}
