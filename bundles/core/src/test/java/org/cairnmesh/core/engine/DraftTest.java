// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Appended.Reason;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.fold.Registers;
import org.junit.jupiter.api.Test;

/** What a draft may be, at each bound and past it. */
class DraftTest {
    private final Rig rig = new Rig();

    private void accepted(Draft draft) {
        assertInstanceOf(Appended.Accepted.class, rig.append(draft));
    }

    private void refused(Reason reason, Draft draft) {
        long events = rig.snapshot().holding().events();
        long before = rig.snapshot().refused().getOrDefault(reason.name(), 0L);

        Appended.Refused refusal =
            assertInstanceOf(Appended.Refused.class, rig.append(draft));

        assertEquals(reason, refusal.reason());
        assertEquals(events, rig.snapshot().holding().events());
        assertEquals(before + 1, rig.snapshot().refused().get(reason.name()));
    }

    private static Draft by(String name) {
        return Draft.of(Pen.NOTE, Item.Table.EMPTY, name);
    }

    private static Draft holding(Item item) {
        return Draft.of(Pen.NOTE, new Item.Table(Map.of("x", item)), "");
    }

    @Test
    void theNameIsBounded() {
        accepted(by("é".repeat(Limits.BY_BYTES_MAX / 2)));
        refused(Reason.MALFORMED, by("é".repeat(Limits.BY_BYTES_MAX / 2) + "x"));
    }

    @Test
    void theTokenIsBounded() {
        accepted(by("").withToken("t".repeat(256)));
        refused(Reason.MALFORMED, by("").withToken("t".repeat(257)));
    }

    @Test
    void theTimeIsBounded() {
        accepted(by("").withTime(0));
        accepted(by("").withTime(Limits.TIME_MILLIS_MAX - 1));
        refused(Reason.MALFORMED, by("").withTime(-1));
        refused(Reason.MALFORMED, by("").withTime(Limits.TIME_MILLIS_MAX));
    }

    @Test
    void theBasisIsBounded() {
        EventId some = new EventId(Bytes.ofLong(1), 1);
        accepted(by("").withBasis(Collections.nCopies(Limits.BASIS_MAX, some)));
        refused(Reason.MALFORMED,
            by("").withBasis(Collections.nCopies(Limits.BASIS_MAX + 1, some)));
    }

    @Test
    void thePayloadNestsSoDeepAndNoDeeper() {
        Item item = Item.of(1);
        int depth = 0;
        while (Cbor.DEPTH_MAX > depth + 3) {
            item = Item.of(item);
            depth++;
        }
        accepted(holding(item));
        refused(Reason.MALFORMED, holding(Item.of(Item.of(Item.of(item)))));
    }

    @Test
    void whatIsAcceptedCanBeReadBack() {
        Item item = Item.of(1);
        for (int depth = 0; depth < Cbor.DEPTH_MAX + 2; depth++) {
            rig.append(holding(item));
            item = Item.of(item);
        }
        long events = rig.snapshot().holding().events();
        rig.seal();

        rig.start();

        assertEquals(events + 1, rig.snapshot().holding().events());
        assertEquals(0, rig.snapshot().holding().unreadable());
    }

    @Test
    void textThatHasNoEncodingIsMalformed() {
        refused(Reason.MALFORMED, by("\ud800"));
    }

    @Test
    void theSizeIsBounded() {
        int most = Limits.EVENT_BYTES_MAX;
        while (!(rig.append(noise(most)) instanceof Appended.Accepted)) {
            most--;
        }

        assertTrue(most > Limits.EVENT_BYTES_MAX - 60, most + " bytes");
        accepted(noise(most));
        refused(Reason.OVERSIZE, noise(most + 1));
    }

    private static Draft noise(int size) {
        return holding(Item.of(Pen.noise(new Random(size), size)));
    }

    @Test
    void largeEventsAreReadBackAfterARestart() {
        for (int i = 0; i < 5; i++) {
            accepted(noise(2_700));
        }

        rig.start();

        assertEquals(5, rig.snapshot().holding().events());
        assertEquals(0, rig.snapshot().holding().unreadable());
    }

    @Test
    void eventsThatCompressVeryWellAreReadBackAfterARestart() {
        for (int i = 0; i < 60; i++) {
            accepted(Registers.set("k" + i, "x".repeat(2_700)));
        }
        rig.seal();

        rig.start();

        assertEquals(61, rig.snapshot().holding().events());
        assertEquals(0, rig.snapshot().holding().unreadable());
        assertEquals(61, rig.snapshot().documents(Registers.NAME).size());
    }

    @Test
    void theTimeOfAnEventIsTheClockUnlessTheDraftSaysOtherwise() {
        rig.append(by("now"));
        rig.append(by("then").withTime(42));

        List<Long> times = new Journal(rig.log).log.staged().stream()
            .map(s -> org.cairnmesh.core.feed.Pending.decode(s.event()).event().atMillis())
            .toList();

        assertEquals(List.of(Pen.NOON, 42L), times);
    }
}
