// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.record.Values;

/**
 * A survey as meshlog would send it: a create for each row and a {@code field.set} for each
 * answered cell, by several authors, in messages of 32 events.
 */
final class MeshlogStream {
    private static final int EVENTS_A_MESSAGE = 32;
    private static final JsonFactory FACTORY = new JsonFactory();

    private final MeshlogEvent.Namer namer = new MeshlogEvent.Namer();
    private final List<byte[]> messages = new ArrayList<>();
    private ByteArrayOutputStream out = new ByteArrayOutputStream();
    private JsonGenerator json;
    private int open;

    private MeshlogStream() { }

    /** The messages, ordered by author and number as meshlog orders what a peer lacks. */
    static List<byte[]> messages(Survey survey, int authors) throws IOException {
        MeshlogStream stream = new MeshlogStream();
        for (int author = 0; author < authors; author++) {
            stream.author(survey, author, authors);
        }
        stream.close();
        return stream.messages;
    }

    private void author(Survey survey, int author, int authors) throws IOException {
        String name = String.format("%032x", author + 1);
        long seq = 0;
        String prev = "";
        for (int row = author; row < survey.rows().size(); row += authors) {
            List<String> cells = survey.rows().get(row);
            String record = cells.get(0);
            prev = add(event(name, ++seq, row, "record.create", Map.of("record_id", record,
                "form", IngestStream.FORM, "by", name), prev));
            for (Map.Entry<String, String> cell : survey.answers(cells).entrySet()) {
                prev = add(event(name, ++seq, row, "field.set", Map.of("record_id", record,
                    "field", cell.getKey(), "value", value(cell.getValue())), prev));
            }
        }
    }

    private static MeshlogEvent event(String author, long seq, int row, String kind,
                                      Map<String, Object> payload, String prev) {
        return new MeshlogEvent(author, seq, IngestStream.START_MILLIS + row * 60_000L, 0, kind,
            new TreeMap<>(payload), prev);
    }

    private static Object value(String text) {
        Item item = Values.parse(text);
        if (item instanceof Item.Int number) {
            return number.value();
        }
        return item instanceof Item.Dec decimal ? decimal.value()
            : item instanceof Item.Bool flag ? flag.value() : text;
    }

    private String add(MeshlogEvent event) throws IOException {
        String id = namer.id(event);
        if (open == 0) {
            out = new ByteArrayOutputStream();
            json = FACTORY.createGenerator(out);
            json.writeStartObject();
            json.writeStringField("t", "events");
            json.writeArrayFieldStart("e");
        }
        event.write(json, id);
        open++;
        if (open == EVENTS_A_MESSAGE) {
            close();
        }
        return id;
    }

    private void close() throws IOException {
        if (open > 0) {
            json.writeEndArray();
            json.writeEndObject();
            json.close();
            messages.add(out.toByteArray());
            open = 0;
        }
    }
}
