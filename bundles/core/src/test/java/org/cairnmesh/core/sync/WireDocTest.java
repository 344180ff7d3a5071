// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Admission;
import org.cairnmesh.core.feed.Author;
import org.cairnmesh.core.feed.Body;
import org.cairnmesh.core.feed.Entry;
import org.cairnmesh.core.feed.Envelope;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.History;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.SpaceKey;
import org.cairnmesh.core.feed.Verdict;
import org.junit.jupiter.api.Test;

/** Decodes the examples of docs/wire.md with the real decoders, and compares what it claims. */
class WireDocTest {
    private static final String PAGE = "docs/wire.md";

    private final String page = page();

    /** An example of the page: its bytes, and what it claims of them, in order. */
    private record Example(Bytes bytes, Map<String, String> claims) { }

    private static String page() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve(PAGE))) {
            directory = directory.getParent();
        }
        try {
            return Files.readString(directory.resolve(PAGE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Example example(String name) {
        String[] parts = page.split("\n### " + name + "\n");
        assertEquals(2, parts.length, "sections called " + name);
        StringBuilder hex = new StringBuilder();
        Map<String, String> claims = new LinkedHashMap<>();
        for (String line : parts[1].split("\n#")[0].split("\n")) {
            String[] cells = line.split("\\|");
            if (cells.length == 4 && !cells[2].isBlank() && !line.contains("---")
                && !cells[1].strip().equals("bytes")) {
                hex.append(cells[1].replace("`", "").strip());
                claims.put(cells[2].strip(), cells[3].strip());
            }
        }
        assertTrue(claims.size() > 2, name);
        return new Example(Bytes.ofHex(hex.toString()), claims);
    }

    /** The page may shorten a value and end it with an ellipsis. */
    private static void compare(Example example, Map<String, Object> decoded) {
        assertEquals(List.copyOf(decoded.keySet()), List.copyOf(example.claims.keySet()));
        decoded.forEach((field, value) -> {
            String claim = example.claims.get(field);
            String pattern = IntStream.range(0, claim.length()).mapToObj(i ->
                claim.charAt(i) == '…' ? "[0-9a-f]*" : "\\Q" + claim.charAt(i) + "\\E")
                .reduce("", String::concat);
            assertTrue(value.toString().matches(pattern), field + ": the page says " + claim
                + ", the bytes say " + value);
        });
    }

    @Test
    void theExamplesAreWhatTheCodeWrites() {
        new WireExamples().all().forEach((name, bytes) ->
            assertEquals(bytes.hex(), example(name).bytes.hex(), name));
    }

    @Test
    void theHeaderIsAsThePageSays() {
        Example example = example("header");

        Header header = Header.decode(example.bytes);

        Founding founding = header.founding().orElseThrow();
        Map<String, Object> decoded = new LinkedHashMap<>();
        decoded.put("version", Header.VERSION);
        decoded.put("space", header.space());
        decoded.put("feed", header.feed());
        decoded.put("number", header.number());
        decoded.put("public keys", founding.publicKeys());
        decoded.put("nonce", founding.nonce());
        decoded.put("name", founding.name());
        decoded.put("time", header.timeMillis());
        decoded.put("clock set", header.clockSet());
        decoded.put("context", header.context().isEmpty() ? "none" : header.context());
        decoded.put("start", header.start());
        decoded.put("first event", header.first());
        decoded.put("events", header.events());
        decoded.put("dictionary", header.dictionary());
        decoded.put("key", header.key().size() == 0 ? "none" : header.key());
        decoded.put("body hash", header.bodyHash());
        decoded.put("block id", header.id());
        decoded.put("device id", founding.device());
        compare(example, decoded);
        assertEquals(header.feed(), founding.feed(header.space()));
    }

    @Test
    void theBodyIsAsThePageSays() {
        Example example = example("body");
        Header first = Header.decode(example("header").bytes);
        Bytes origin = Author.origin(first.founding().orElseThrow().device(), first.start());

        List<Event> events = Body.read(example.bytes, new EventId(origin, 0), 1,
            Header.NONE, History.NONE).orElseThrow().events();

        Event event = events.get(0);
        Map<String, Object> decoded = new LinkedHashMap<>();
        decoded.put("events", events.size());
        decoded.put("event id", event.id());
        decoded.put("kind", event.kind());
        decoded.put("by", event.by());
        decoded.put("time", event.atMillis());
        decoded.put("text", event.payload().text("text"));
        compare(example, decoded);
    }

    @Test
    void theBlockIsAsThePageSays() {
        Example example = example("block");
        Header first = Header.decode(example("header").bytes);
        Graph graph = new Graph();
        graph.add(first, first.id());
        Place previous = graph.get(first.id()).orElseThrow();

        Block block = WireBlock.decode(example.bytes, first.space(), Optional.of(previous),
            Roster.of(graph.feeds()));

        Header header = Header.decode(block.header());
        Entry entry = header.context().get(0);
        Map<String, Object> decoded = new LinkedHashMap<>();
        decoded.put("flags", (header.clockSet() ? "clock set, " : "") + "continues");
        decoded.put("previous", header.previous());
        decoded.put("time", header.timeMillis());
        decoded.put("events", header.events());
        decoded.put("context", entry.feed() + " " + entry.number() + " " + entry.check());
        decoded.put("signature", "valid");
        decoded.put("body", block.body().equals(example("body").bytes) ? "as above" : "another");
        decoded.put("number", header.number());
        decoded.put("first event", header.first());
        decoded.put("block id", block.id());
        compare(example, decoded);
        assertInstanceOf(Verdict.Admissible.class, new Admission(first.space()).judge(graph,
            block.header(), block.body(), block.signature()));
    }

    @Test
    void theEnvelopeIsAsThePageSays() {
        Example example = example("envelope");
        Place previous = new WireExamples().secondPlace();

        Block block = WireBlock.decode(example.bytes, WireExamples.SPACE, Optional.of(previous),
            Roster.of(List.of()));

        Header header = Header.decode(block.header());
        SpaceKey key = new SpaceKey(Bytes.ofHex(example.claims.get("space key")));
        EventId id = new EventId(previous.origin(), header.first());
        List<Event> events = Body.read(key.open(header, block.body()).orElseThrow(), id, 1,
            header.dictionary(), History.NONE).orElseThrow().events();
        Event whole = Envelope.opened(events, block, Optional.of(key)).get(0);
        Map<String, Object> decoded = new LinkedHashMap<>();
        decoded.put("flags", (header.clockSet() ? "clock set, " : "")
            + "continues, key, envelopes");
        decoded.put("key", header.key());
        decoded.put("previous", header.previous());
        decoded.put("time", header.timeMillis());
        decoded.put("events", header.events());
        decoded.put("context", "none");
        decoded.put("envelopes", header.envelopes().size());
        decoded.put("event", header.envelopes().get(0).event());
        decoded.put("size", block.envelopes().get(0).size());
        decoded.put("envelope", block.envelopes().get(0));
        decoded.put("signature", "valid");
        decoded.put("body", block.body());
        decoded.put("hash", header.envelopes().get(0).hash());
        decoded.put("space key", key.secret());
        decoded.put("event id", whole.id());
        decoded.put("payload", Cbor.encode(whole.payload()));
        decoded.put("block id", block.id());
        compare(example, decoded);
        assertEquals(Item.Table.EMPTY, events.get(0).payload());
    }

    @Test
    void theBeaconIsAsThePageSays() {
        Example example = example("beacon");

        Message.Beacon beacon = (Message.Beacon) Message.decode(example.bytes);

        Message.Standing standing = beacon.standings().get(0);
        Map<String, Object> decoded = new LinkedHashMap<>();
        decoded.put("version, type, space", Message.version(example.bytes) + ", beacon, "
            + beacon.space());
        decoded.put("sender", beacon.sender());
        decoded.put("roster tag", beacon.roster());
        decoded.put("blocks", beacon.total());
        decoded.put("clock", Message.clockMillis(beacon.salt()) / 1000);
        decoded.put("digest", beacon.digest());
        decoded.put("flags", beacon.ordinals() ? "ordinals" : "none");
        decoded.put("from", beacon.from());
        decoded.put("feed, height, check", standing.feed().prefix().orElseThrow() + ", "
            + standing.height() + ", " + standing.check());
        compare(example, decoded);
    }

    @Test
    void theNeedIsAsThePageSays() {
        Example example = example("need");

        Message.Need need = (Message.Need) Message.decode(example.bytes);

        Message.Want want = need.wants().get(0);
        Map<String, Object> decoded = new LinkedHashMap<>();
        decoded.put("version, type, space", Message.version(example.bytes) + ", need, "
            + need.space());
        decoded.put("responder", need.responder());
        decoded.put("sender", need.sender());
        decoded.put("flags", (need.roster().isPresent() ? "ordinals" : "")
            + (need.more() ? ", more" : ""));
        decoded.put("roster tag", need.roster().orElseThrow());
        decoded.put("feed", want.feed().ordinal());
        decoded.put("known, waiting, offset", want.known().size() + ", "
            + (want.waiting().size() > 0) + ", " + (want.offset() > 0));
        decoded.put("known block", want.known().get(0).number() + ", "
            + want.known().get(0).check());
        decoded.put("offset", want.offset());
        decoded.put("blocks that wait", IntStream.range(0, 20).filter(want::waits)
            .mapToObj(Integer::toString).reduce((a, b) -> a + ", " + b).orElse(""));
        compare(example, decoded);
        assertEquals(1, need.wants().size());
    }

    @Test
    void thePartIsAsThePageSays() {
        Example example = example("part");

        Message.Part part = (Message.Part) Message.decode(example.bytes);

        Map<String, Object> decoded = new LinkedHashMap<>();
        decoded.put("version, type, space", Message.version(example.bytes) + ", part, "
            + part.space());
        decoded.put("flags", part.roster().isPresent() ? "ordinals" : "none");
        decoded.put("feed", part.feed().prefix().orElseThrow());
        decoded.put("number", part.number());
        decoded.put("check", part.check());
        decoded.put("size", part.size());
        decoded.put("offset", part.offset());
        decoded.put("bytes", part.bytes());
        compare(example, decoded);
    }

    @Test
    void theLimitsAreThoseOfThePage() {
        says("at most " + Limits.HEADER_BYTES_MAX + " bytes: an array");
        says("at most " + Limits.BODY_BYTES_MAX + " bytes, and says at most "
            + Limits.BODY_PLAIN_BYTES_MAX);
        says("It is at most " + WireBlock.SIZE_MAX + " bytes");
        says("at most " + Limits.CONTEXT_MAX + " entries");
        says("events (at most " + Limits.BLOCK_EVENTS_MAX + ")");
        says("at most " + Limits.NAME_BYTES_MAX + " bytes of UTF-8");
        says("An envelope is at most " + Limits.ENVELOPE_BYTES_MAX + " bytes, a block has at most "
            + Limits.ENVELOPES_MAX);
        says("with " + Envelope.WIRE_BYTES + " bytes for each of them");
        says("up to " + Admission.GAP_MAX + " blocks ahead, " + Inflow.WAITING_MAX
            + " blocks and " + Inflow.WAITING_BYTES_MAX / 1024 + " KiB");
        says("protocol version " + Message.VERSION + ".");
    }

    private void says(String fact) {
        assertTrue(page.replaceAll("\\s+", " ").contains(fact), fact);
    }
}
