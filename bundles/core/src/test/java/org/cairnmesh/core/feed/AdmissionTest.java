// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Bytes NO_SIGNATURE = Bytes.of(new byte[Crypto.SIGNATURE_SIZE]);

    private final Admission admission = new Admission(Pen.SPACE);
    private final Graph graph = new Graph();
    private final Pen pen = new Pen(1);

    private Verdict judge(Block block) {
        return admission.judge(graph, block.header(), block.body(), block.signature());
    }

    private void refuses(Refusal reason, Block block) {
        refuses(reason, block.header(), block.body(), block.signature());
    }

    private void refuses(Refusal reason, Bytes header, Bytes body, Bytes signature) {
        int size = graph.size();
        String frontier = graph.frontier().toString();

        Verdict verdict = admission.judge(graph, header, body, signature);

        assertEquals(reason, assertInstanceOf(Verdict.Refused.class, verdict).reason());
        assertEquals(size, graph.size());
        assertEquals(frontier, graph.frontier().toString());
    }

    private Sealed admits(Sealed sealed) {
        Verdict verdict = judge(sealed.block());
        Verdict.Admissible admissible = assertInstanceOf(Verdict.Admissible.class, verdict);
        assertEquals(sealed.header(), admissible.header());
        assertEquals(sealed.block().id(), admissible.id());
        graph.add(admissible.header(), admissible.id());
        return sealed;
    }

    private static Block unsigned(Block block) {
        return new Block(block.id(), block.feed(), block.number(), block.previous(),
            block.events(), block.header(), block.body(), NO_SIGNATURE);
    }

    @Test
    void admitsAChainBlockByBlock() {
        for (Sealed sealed : pen.chain(5)) {
            admits(sealed);
        }

        assertEquals(5, graph.size());
    }

    @Test
    void saysThatABlockIsHeldAlready() {
        Sealed first = admits(pen.first(Pen.NOON));

        Verdict verdict = judge(first.block());

        assertEquals(first.block().id(),
            assertInstanceOf(Verdict.Held.class, verdict).place().id());
    }

    @Test
    void refusesABlockWhosePreviousIsNotHeld() {
        List<Sealed> chain = pen.chain(3);
        admits(chain.get(0));

        refuses(Refusal.BROKEN_CHAIN, chain.get(2).block());
        admits(chain.get(1));
        admits(chain.get(2));
    }

    @Test
    void refusesABlockWhosePreviousHasAnotherNumberOrFeed() {
        List<Sealed> chain = pen.chain(2);
        chain.forEach(this::admits);
        Header second = chain.get(1).header();
        Pen other = new Pen(2);
        Sealed stranger = admits(other.first(Pen.NOON));

        refuses(Refusal.BROKEN_CHAIN, pen.sign(numbered(second, 4, chain.get(1).block().id()),
            chain.get(1).block().body()).block());
        refuses(Refusal.BROKEN_CHAIN, pen.sign(numbered(second, 2, stranger.block().id()),
            chain.get(1).block().body()).block());
    }

    private static Header numbered(Header h, long number, BlockId previous) {
        return new Header(h.space(), h.feed(), number, previous, h.founding(), h.timeMillis(),
            h.clockSet(), h.context(), h.start(), h.first(), h.events(), h.dictionary(),
            h.key(), h.bodyHash());
    }

    @Test
    void refusesAGapPastItsBound() {
        List<Sealed> chain = pen.chain(Admission.GAP_MAX + 2);
        admits(chain.get(0));

        refuses(Refusal.BROKEN_CHAIN, chain.get(Admission.GAP_MAX).block());
        refuses(Refusal.GAP, chain.get(Admission.GAP_MAX + 1).block());
    }

    @Test
    void refusesAGapOfAnUnknownFeed() {
        List<Sealed> chain = pen.chain(Admission.GAP_MAX + 1);

        refuses(Refusal.BROKEN_CHAIN, chain.get(Admission.GAP_MAX - 1).block());
        refuses(Refusal.GAP, chain.get(Admission.GAP_MAX).block());
    }

    @Test
    void refusesABadSignature() {
        Block block = pen.first(Pen.NOON).block();

        refuses(Refusal.BAD_SIGNATURE, unsigned(block));
        refuses(Refusal.BAD_SIGNATURE, block.header(), block.body(),
            new Pen(2).first(Pen.NOON).block().signature());
    }

    @Test
    void refusesABlockThatAnotherDeviceSigned() {
        Sealed first = admits(pen.first(Pen.NOON));
        Sealed second = pen.after(first, Pen.NOON);

        refuses(Refusal.BAD_SIGNATURE,
            new Pen(2).sign(second.header(), second.block().body()).block());
        admits(second);
    }

    @Test
    void refusesTheFoundingOfAnotherFeed() {
        Header own = pen.first(Pen.NOON).header();
        Block block = pen.first(Pen.NOON).block();
        Header stolen = new Header(own.space(), new FeedId(Bytes.of(new byte[FeedId.SIZE])), 1,
            BlockId.NONE, own.founding(), own.timeMillis(), true, List.of(), own.start(), 0, 0, 0,
            Bytes.EMPTY, own.bodyHash());

        refuses(Refusal.WRONG_FEED, pen.sign(stolen, block.body()).block());
    }

    @Test
    void refusesTheFoundingOfAnotherDevice() {
        Header own = pen.first(Pen.NOON).header();
        Founding stolen = new Founding(new Pen(2).identity.publicKeys(), pen.founding.nonce(),
            "thief");
        Header header = new Header(own.space(), own.feed(), 1, BlockId.NONE, Optional.of(stolen),
            own.timeMillis(), true, List.of(), own.start(), 0, 0, 0, Bytes.EMPTY,
            own.bodyHash());

        refuses(Refusal.WRONG_FEED,
            new Pen(2).sign(header, pen.first(Pen.NOON).block().body()).block());
    }

    @Test
    void refusesAnotherSpace() {
        Header own = pen.first(Pen.NOON).header();
        Bytes body = pen.first(Pen.NOON).block().body();
        var other = Identity.openSpace("other");
        Header header = new Header(other, own.founding().orElseThrow().feed(other), 1,
            BlockId.NONE, own.founding(), own.timeMillis(), true, List.of(), own.start(), 0, 0, 0,
            Bytes.EMPTY, own.bodyHash());

        refuses(Refusal.WRONG_SPACE, pen.sign(header, body).block());
    }

    @Test
    void refusesAnotherVersion() {
        Block block = pen.first(Pen.NOON).block();
        byte[] header = block.header().toArray();
        header[1] = Header.VERSION + 1;

        refuses(Refusal.WRONG_VERSION, Bytes.of(header), block.body(), block.signature());
    }

    @Test
    void refusesABodyThatTheHeaderDoesNotName() {
        Block block = pen.first(Pen.NOON).block();
        Bytes body = Body.write(List.of(pen.note("other")));

        refuses(Refusal.MALFORMED, block.header(), body, block.signature());
    }

    @Test
    void refusesAHeaderThatIsNone() {
        Block block = pen.first(Pen.NOON).block();

        refuses(Refusal.MALFORMED, block.header().head(20), block.body(), block.signature());
        refuses(Refusal.MALFORMED, Bytes.EMPTY, block.body(), block.signature());
    }

    @Test
    void refusesWhatIsTooLargeBeforeItIsDecoded() {
        Block block = pen.first(Pen.NOON).block();
        Random random = new Random(1);

        refuses(Refusal.MALFORMED, Pen.noise(random, Limits.HEADER_BYTES_MAX), block.body(),
            block.signature());
        refuses(Refusal.OVERSIZE, Pen.noise(random, Limits.HEADER_BYTES_MAX + 1), block.body(),
            block.signature());
        refuses(Refusal.MALFORMED, block.header(), Pen.noise(random, Limits.BODY_BYTES_MAX),
            block.signature());
        refuses(Refusal.OVERSIZE, block.header(), Pen.noise(random, Limits.BODY_BYTES_MAX + 1),
            block.signature());
        refuses(Refusal.OVERSIZE, block.header(), block.body(), block.signature().head(63));
    }

    @Test
    void admitsALargestBodyThoughNobodyCanReadIt() {
        Bytes body = Pen.noise(new Random(2), Limits.BODY_BYTES_MAX);

        admits(pen.sign(pen.header(Optional.empty(), Pen.NOON, List.of(), List.of(), body), body));
    }

    @Test
    void looksAtTheSignatureLast() {
        List<Sealed> chain = pen.chain(Admission.GAP_MAX + 2);
        Block strange = chain.get(2).block();
        Bytes wrongBody = Body.write(List.of(pen.note("other")));

        refuses(Refusal.MALFORMED, strange.header(), wrongBody, NO_SIGNATURE);
        refuses(Refusal.BROKEN_CHAIN, unsigned(strange));
        refuses(Refusal.GAP, unsigned(chain.get(Admission.GAP_MAX + 1).block()));
    }

    @Test
    void admitsEveryBranchOfAForkUpToTheBoundAndThenClosesTheFeed() {
        Sealed first = admits(pen.first(Pen.NOON));
        List<Sealed> tips = new ArrayList<>();
        for (int i = 0; i < Admission.TIPS_MAX; i++) {
            tips.add(admits(pen.after(first, Pen.NOON + i)));
        }
        Sealed oneMore = pen.after(first, Pen.NOON + Admission.TIPS_MAX);

        refuses(Refusal.FEED_CLOSED, oneMore.block());
        refuses(Refusal.FEED_CLOSED, unsigned(oneMore.block()));
        refuses(Refusal.FEED_CLOSED, pen.first(Pen.NOON + 1).block());
        tips.forEach(tip -> admits(pen.after(tip, Pen.NOON)));
        assertEquals(Admission.TIPS_MAX, graph.feed(pen.feed()).orElseThrow().tips().size());
    }

    @Test
    void admitsForkedFirstBlocks() {
        admits(pen.first(Pen.NOON));
        admits(pen.first(Pen.NOON + 1));

        assertTrue(graph.feed(pen.feed()).orElseThrow().forked());
    }

    @Test
    void admitsAnEventThatNobodyKnows() {
        Event strange = pen.event(Pen.NOTE, Map.of("x", Item.NULL));

        admits(pen.block(Optional.empty(), 0, List.of(), List.of(strange)));
    }
}
