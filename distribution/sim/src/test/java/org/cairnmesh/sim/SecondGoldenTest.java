// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cairnmesh.second.SecondBlock;
import org.cairnmesh.second.SecondBody;
import org.cairnmesh.second.SecondBox;
import org.cairnmesh.second.SecondWire;
import org.junit.jupiter.api.Test;

/** The examples of docs/wire.md, read by the second decoder: each claim of the page holds. */
class SecondGoldenTest {
    private final Map<String, Example> examples = examples();
    private final SecondBlock first = SecondWire.kept(bytes("header"), new byte[0],
        Optional.empty());

    /** The octets of an example, and what the page claims of them by field. */
    private record Example(String hex, Map<String, String> claims) { }

    private static Map<String, Example> examples() {
        Map<String, Example> examples = new LinkedHashMap<>();
        try {
            for (String section : Files.readString(SourceTree.ROOT.resolve("docs/wire.md"))
                    .split("\n### ")) {
                StringBuilder hex = new StringBuilder();
                Map<String, String> claims = new LinkedHashMap<>();
                section.lines().filter(line -> line.startsWith("| `") || line.startsWith("| |"))
                    .map(line -> line.split("\\|")).forEach(cells -> {
                        hex.append(cells[1].replace("`", "").strip());
                        claims.put(cells[2].strip(), cells[3].strip());
                    });
                examples.put(section.split("\n")[0], new Example(hex.toString(), claims));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return examples;
    }

    private byte[] bytes(String name) {
        return java.util.HexFormat.of().parseHex(examples.get(name).hex);
    }

    private void says(String name, String field, Object value) {
        String claim = examples.get(name).claims.get(field);
        boolean cut = claim.endsWith("…");
        String start = cut ? claim.substring(0, claim.length() - 1) : claim;
        assertTrue(cut ? value.toString().startsWith(start) : value.toString().equals(start),
            name + ", " + field + ": the page says " + claim + ", not " + value);
    }

    @Test
    void theHeaderIsAsThePageSays() {
        says("header", "space", first.space());
        says("header", "feed", first.feed);
        says("header", "number", first.number());
        says("header", "time", first.time());
        says("header", "clock set", first.clockSet());
        says("header", "first event", first.first());
        says("header", "events", first.events());
        says("header", "block id", first.id);
        says("header", "device id", first.device());
    }

    @Test
    void theEnvelopeIsAsThePageSays() {
        SecondBlock second = SecondWire.read(bytes("block"), bytes(first.space(), 0),
            Optional.of(first), List.of(first.feed), Map.of()).orElseThrow();
        byte[] key = bytes(examples.get("envelope").claims.get("space key"), 0);

        SecondBlock block = SecondWire.read(bytes("envelope"), bytes(first.space(), 0),
            Optional.of(second), List.of(first.feed),
            Map.of(examples.get("envelope").claims.get("key"), key)).orElseThrow();

        assertTrue(block.valid());
        SecondBody.Event event = block.content().events.get(0);
        says("envelope", "block id", block.id);
        says("envelope", "event id", event.id());
        says("envelope", "payload", event.payload());
    }

    @Test
    void theBlockAndItsBodyAreAsThePageSays() {
        SecondBlock block = SecondWire.read(bytes("block"), bytes(first.space(), 0),
            Optional.of(first), List.of(first.feed), Map.of()).orElseThrow();

        assertTrue(block.valid());
        says("block", "number", block.number());
        says("block", "time", block.time());
        says("block", "events", block.events());
        says("block", "first event", block.first());
        says("block", "block id", block.id);
        SecondBody.Event event = block.content().events.get(0);
        says("body", "events", block.content().events.size());
        says("body", "event id", event.id());
        says("body", "kind", event.kind());
        says("body", "by", event.by());
        says("body", "time", event.at());
        assertEquals("a16474657874" + "63647279", event.payload());
    }

    private static byte[] bytes(String hex, int from) {
        return java.util.HexFormat.of().parseHex(hex.substring(from));
    }

    @Test
    void theMessagesAreMessages() {
        SecondBox box = new SecondBox(first.space());

        for (String name : List.of("beacon", "need", "part")) {
            box.hear(bytes(name));
        }

        assertEquals(Map.of("beacon", 1, "need", 1, "part", 1), box.heard);
    }

    @Test
    void everyStructureOfThePageIsRead() {
        List<String> named = new ArrayList<>(examples.keySet());
        named.removeIf(name -> examples.get(name).hex.isEmpty());

        assertEquals(List.of("header", "body", "block", "envelope", "beacon", "need", "part"),
            named);
    }
}
