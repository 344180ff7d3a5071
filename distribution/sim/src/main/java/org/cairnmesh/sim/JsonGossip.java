// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What the predecessor would send for a survey: one JSON object for each create and for each cell,
 * unsigned, as its wire format has it (a author, s number, h clock, k kind, p payload, v previous,
 * i id).
 */
final class JsonGossip {
    private static final String AUTHOR = "a".repeat(32);
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final long WALL_MILLIS = 1_790_000_000_000L;

    private JsonGossip() { }

    /** The bytes of all its events, each once. */
    static long bytes(Survey survey, String form) throws IOException {
        long bytes = 0;
        long number = 0;
        for (List<String> row : survey.rows()) {
            String record = row.get(0);
            bytes += create(++number, record, form).length;
            for (Map.Entry<String, String> cell : survey.answers(row).entrySet()) {
                bytes += set(++number, record, cell.getKey(), cell.getValue()).length;
            }
        }
        return bytes;
    }

    static byte[] create(long number, String record, String form) throws IOException {
        return event(number, "record.create",
            Map.of("record_id", record, "form", form, "by", AUTHOR));
    }

    static byte[] set(long number, String record, String field, String value)
        throws IOException {
        return event(number, "field.set",
            Map.of("record_id", record, "field", field, "value", value));
    }

    private static byte[] event(long number, String kind, Map<String, String> payload)
        throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("a", AUTHOR);
            json.writeNumberField("s", number);
            json.writeArrayFieldStart("h");
            json.writeNumber(WALL_MILLIS + number);
            json.writeNumber(0);
            json.writeEndArray();
            json.writeStringField("k", kind);
            json.writeObjectFieldStart("p");
            for (Map.Entry<String, String> entry : payload.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            json.writeStringField("v", AUTHOR);
            json.writeStringField("i", AUTHOR);
            json.writeEndObject();
        }
        return out.toByteArray();
    }
}
