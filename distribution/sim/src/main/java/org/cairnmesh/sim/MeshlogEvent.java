// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;

/**
 * An event of meshlog, the predecessor: what its id covers. Written for the benches.
 *
 * @param payload texts, whole numbers, decimals and booleans
 * @param prev    the id of the event before it; empty for the first
 */
record MeshlogEvent(String author, long seq, long wallMillis, long counter, String kind,
                    SortedMap<String, Object> payload, String prev) {
    private static final int ID_BYTES = 16;

    /** Names events, as fast as that goes without leaving anything out. One thread. */
    static final class Namer {
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();
        private final JsonGenerator json;
        private final MessageDigest digest;

        Namer() {
            JsonFactory factory = new JsonFactoryBuilder()
                .configure(JsonWriteFeature.ESCAPE_NON_ASCII, true).rootValueSeparator("")
                .build();
            try {
                json = factory.createGenerator(text);
                digest = MessageDigest.getInstance("SHA-256");
            } catch (IOException | NoSuchAlgorithmException e) {
                throw new AssertionError("memory and SHA-256 are always there", e);
            }
        }

        /** The id: 32 hexadecimal digits of SHA-256 over the JSON with sorted keys. */
        String id(MeshlogEvent event) throws IOException {
            text.reset();
            json.writeStartObject();
            json.writeStringField("author", event.author);
            clock(json, "hlc", event);
            json.writeStringField("kind", event.kind);
            payload(json, "payload", event);
            json.writeStringField("prev", event.prev);
            json.writeNumberField("seq", event.seq);
            json.writeEndObject();
            json.flush();
            byte[] hash = digest.digest(text.toByteArray());
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        }
    }

    /** Writes it as it travels and as it is kept. */
    void write(JsonGenerator json, String id) throws IOException {
        json.writeStartObject();
        json.writeStringField("a", author);
        json.writeNumberField("s", seq);
        clock(json, "h", this);
        json.writeStringField("k", kind);
        payload(json, "p", this);
        json.writeStringField("v", prev);
        json.writeStringField("i", id);
        json.writeEndObject();
    }

    private static void clock(JsonGenerator json, String name, MeshlogEvent event)
        throws IOException {
        json.writeArrayFieldStart(name);
        json.writeNumber(event.wallMillis);
        json.writeNumber(event.counter);
        json.writeEndArray();
    }

    private static void payload(JsonGenerator json, String name, MeshlogEvent event)
        throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Object> entry : event.payload.entrySet()) {
            json.writeFieldName(entry.getKey());
            Object value = entry.getValue();
            if (value instanceof String text) {
                json.writeString(text);
            } else if (value instanceof Long number) {
                json.writeNumber(number);
            } else if (value instanceof BigDecimal decimal) {
                json.writeNumber(decimal);
            } else {
                json.writeBoolean((Boolean) value);
            }
        }
        json.writeEndObject();
    }
}
