// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What meshlog does with the messages of a peer, in Java: reads the JSON, checks number, previous
 * and id of each event, keeps it, appends its line to a file, and, if asked to, the last writer of
 * each field wins. Nothing is signed, and the file is left to the operating system. One thread.
 */
final class MeshlogBox implements Closeable {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final boolean views;
    private final OutputStream file;
    private final MeshlogEvent.Namer namer = new MeshlogEvent.Namer();
    private final Map<String, Tip> tips = new HashMap<>();
    private final List<MeshlogEvent> events = new ArrayList<>();
    private final Map<Object, Map<Object, MeshlogEvent>> records = new HashMap<>();

    private record Tip(long seq, String id) { }

    /** One event as it was read: its id, and where it stands in the message. */
    private record Heard(MeshlogEvent event, String id, int from, int to) { }

    MeshlogBox(Path log, boolean views) throws IOException {
        this.views = views;
        this.file = new BufferedOutputStream(Files.newOutputStream(log), 1 << 16);
    }

    int events() {
        return events.size();
    }

    int records() {
        return records.size();
    }

    /** Takes a message {@code {"t":"events","e":[...]}}. */
    void receive(byte[] message) throws IOException {
        try (JsonParser json = FACTORY.createParser(message)) {
            while (json.nextToken() != JsonToken.START_ARRAY) {
                continue;
            }
            while (json.nextToken() == JsonToken.START_OBJECT) {
                Heard heard = read(json);
                if (follows(heard)) {
                    keep(heard, message);
                }
            }
        }
        file.flush();
    }

    private boolean follows(Heard heard) throws IOException {
        Tip tip = tips.get(heard.event.author());
        long seq = tip == null ? 0 : tip.seq;
        return heard.event.seq() == seq + 1
            && heard.event.prev().equals(tip == null ? "" : tip.id)
            && namer.id(heard.event).equals(heard.id);
    }

    private void keep(Heard heard, byte[] message) throws IOException {
        tips.put(heard.event.author(), new Tip(heard.event.seq(), heard.id));
        events.add(heard.event);
        file.write(message, heard.from, heard.to - heard.from);
        file.write('\n');
        if (views) {
            SortedMap<String, Object> payload = heard.event.payload();
            Map<Object, MeshlogEvent> record = records.computeIfAbsent(
                payload.get("record_id"), name -> new HashMap<>());
            if (heard.event.kind().equals("field.set")) {
                record.merge(payload.get("field"), heard.event, MeshlogBox::last);
            }
        }
    }

    private static MeshlogEvent last(MeshlogEvent a, MeshlogEvent b) {
        int order = Long.compare(a.wallMillis(), b.wallMillis());
        order = order != 0 ? order : Long.compare(a.counter(), b.counter());
        order = order != 0 ? order : a.author().compareTo(b.author());
        order = order != 0 ? order : Long.compare(a.seq(), b.seq());
        return order > 0 ? a : b;
    }

    private static Heard read(JsonParser json) throws IOException {
        int from = (int) json.currentTokenLocation().getByteOffset();
        String author = "";
        long seq = 0;
        long wall = 0;
        long counter = 0;
        String kind = "";
        SortedMap<String, Object> payload = new TreeMap<>();
        String prev = "";
        String id = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "a" -> author = json.getText();
                case "s" -> seq = json.getLongValue();
                case "h" -> {
                    wall = json.nextLongValue(0);
                    counter = json.nextLongValue(0);
                    json.nextToken();
                }
                case "k" -> kind = json.getText();
                case "p" -> payload(json, payload);
                case "v" -> prev = json.getText();
                case "i" -> id = json.getText();
                default -> json.skipChildren();
            }
        }
        return new Heard(new MeshlogEvent(author, seq, wall, counter, kind, payload, prev), id,
            from, (int) json.currentLocation().getByteOffset());
    }

    private static void payload(JsonParser json, SortedMap<String, Object> payload)
        throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            payload.put(name, switch (token) {
                case VALUE_NUMBER_INT -> (Object) json.getLongValue();
                case VALUE_NUMBER_FLOAT -> json.getDecimalValue();
                case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
                default -> json.getText();
            });
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
