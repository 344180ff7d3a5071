// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Block;

/**
 * Decides whether a block may be added to the graph. Sizes are checked before anything is decoded,
 * and the signature last, because it costs most. Every validly signed branch of a feed is admitted.
 */
public final class Admission {
    /** How far past a feed's height a block may be before it is refused instead of waited for. */
    public static final int GAP_MAX = 256;
    /** At so many tips a feed is closed: it has forked too often to be anything but an attack. */
    public static final int TIPS_MAX = 64;
    /** A feed of which a head is known to count and not held takes more, or it could not come. */
    static final int TIPS_RULED_MAX = 2 * TIPS_MAX;

    private final SpaceId space;
    private final Gate gate;
    private final Signatures signatures;

    /** Of a space that everyone is in. */
    public Admission(SpaceId space) {
        this(space, Gate.NONE, Signatures.WHEN_ASKED);
    }

    public Admission(SpaceId space, Gate gate, Signatures signatures) {
        this.space = space;
        this.gate = gate;
        this.signatures = signatures;
    }

    /** What is to be done with a block, given as it is kept. */
    public Verdict judge(Graph graph, Block block) {
        return judge(graph, block.header(), block.body(), block.signature(), block.envelopes());
    }

    /** As the other, of a block without sensitive values. */
    public Verdict judge(Graph graph, Bytes header, Bytes body, Bytes signature) {
        return judge(graph, header, body, signature, List.of());
    }

    private Verdict judge(Graph graph, Bytes header, Bytes body, Bytes signature,
                          List<Bytes> envelopes) {
        if (header.size() > Limits.HEADER_BYTES_MAX || body.size() > Limits.BODY_BYTES_MAX
            || signature.size() != Crypto.SIGNATURE_SIZE) {
            return new Verdict.Refused(Refusal.OVERSIZE, "header " + header.size() + ", body "
                + body.size() + ", signature " + signature.size() + " bytes");
        }
        if (!roomFor(body, envelopes)) {
            return new Verdict.Refused(Refusal.OVERSIZE, "body " + body.size() + ", envelopes "
                + envelopes.stream().map(Bytes::size).toList() + " bytes");
        }
        if (Header.ofOtherVersion(header)) {
            return new Verdict.Refused(Refusal.WRONG_VERSION, "header version " + header.at(1));
        }
        Header decoded;
        try {
            decoded = Header.decode(header);
        } catch (MalformedException e) {
            return new Verdict.Refused(Refusal.MALFORMED, e.getMessage());
        }
        BlockId id = new BlockId(Crypto.hash(header.toArray()));
        Optional<Place> held = graph.get(id);
        if (held.isPresent()) {
            return new Verdict.Held(held.get());
        }
        if (!graph.wouldCount(decoded, id)) {
            return new Verdict.Refused(Refusal.CUT, "block " + decoded.number() + " of feed "
                + decoded.feed() + ", of which other blocks were ruled to count");
        }
        return judge(graph, decoded, id, body, signature, envelopes);
    }

    /** A held block with the envelopes that another copy brings too; nothing if it brings none. */
    public static Optional<Block> enclosed(Block held, Block other) {
        List<EnvelopeRef> refs = Header.decode(held.header()).envelopes();
        List<Bytes> envelopes = new ArrayList<>(held.envelopes());
        for (int i = 0; i < Math.min(envelopes.size(), other.envelopes().size()); i++) {
            if (envelopes.get(i).size() == 0 && refs.get(i).fits(other.envelopes().get(i))) {
                envelopes.set(i, other.envelopes().get(i));
            }
        }
        return envelopes.equals(held.envelopes()) || !roomFor(held.body(), envelopes)
            ? Optional.empty() : Optional.of(held.withEnvelopes(envelopes));
    }

    private static boolean roomFor(Bytes body, List<Bytes> envelopes) {
        return body.size() + envelopes.stream()
            .mapToInt(envelope -> Envelope.cost(envelope.size())).sum() <= Limits.BODY_BYTES_MAX
            && envelopes.stream().allMatch(kept -> kept.size() <= Limits.ENVELOPE_BYTES_MAX);
    }

    /** Whether these are the envelopes that a header names, but for those that are not here. */
    private static boolean fit(Header header, List<Bytes> envelopes) {
        if (header.envelopes().size() != envelopes.size()) {
            return false;
        }
        for (int i = 0; i < envelopes.size(); i++) {
            if (envelopes.get(i).size() > 0 && !header.envelopes().get(i).fits(envelopes.get(i))) {
                return false;
            }
        }
        return true;
    }

    private Verdict judge(Graph graph, Header header, BlockId id, Bytes body, Bytes signature,
                          List<Bytes> envelopes) {
        if (!header.space().equals(space)) {
            return new Verdict.Refused(Refusal.WRONG_SPACE, "space " + header.space());
        }
        if (header.timeMillis() >= Limits.TIME_MILLIS_MAX) {
            return new Verdict.Refused(Refusal.WRONG_TIME, "block " + header.number() + " of feed "
                + header.feed() + " is stamped " + header.timeMillis() + " ms after 1970");
        }
        if (!Crypto.hash(body.toArray()).equals(header.bodyHash())) {
            return new Verdict.Refused(Refusal.MALFORMED, "a body that its header does not name");
        }
        if (!fit(header, envelopes)) {
            return new Verdict.Refused(Refusal.MALFORMED,
                "envelopes that its header does not name");
        }
        Optional<Place> previous = graph.get(header.previous());
        Optional<Verdict> unchained = chain(graph, header, previous);
        if (unchained.isPresent()) {
            return unchained.get();
        }
        Author author = previous.map(Place::author)
            .orElseGet(() -> Author.of(header.founding().orElseThrow()));
        if (!signatures.good(author.signingKey(), id, signature)) {
            return new Verdict.Refused(Refusal.BAD_SIGNATURE, "block " + header.number()
                + " of feed " + header.feed());
        }
        return new Verdict.Admissible(header, id);
    }

    /** Whether a block that a log gives is what its id says: header, body, place. */
    public static boolean isSound(Block block) {
        try {
            Header header = Header.decode(block.header());
            return Crypto.hash(block.header().toArray()).equals(block.id().value())
                && Crypto.hash(block.body().toArray()).equals(header.bodyHash())
                && fit(header, block.envelopes())
                && header.feed().equals(block.feed()) && header.number() == block.number()
                && header.previous().equals(block.previous())
                && header.founding().map(founding -> founding.feed(header.space())
                    .equals(header.feed())).orElse(true);
        } catch (MalformedException e) {
            return false;
        }
    }

    /** Whether a block is signed by the device that founded its feed with the first block. */
    public static boolean isSigned(Block first, Block block) {
        try {
            return Header.decode(first.header()).founding().filter(founding -> Crypto.verifyBlock(
                Author.of(founding).signingKey(), block.id(), block.signature())).isPresent();
        } catch (MalformedException e) {
            return false;
        }
    }

    private Optional<Verdict> chain(Graph graph, Header header, Optional<Place> previous) {
        Optional<Feed> feed = graph.feed(header.feed());
        long height = feed.map(Feed::height).orElse(0L);
        if (header.number() == 1) {
            if (!header.founding().orElseThrow().feed(space).equals(header.feed())) {
                return refused(Refusal.WRONG_FEED, "the founding is not that of feed "
                    + header.feed());
            }
            Optional<Refusal> refusal = gate.refusal(header.founding().orElseThrow());
            if (refusal.isPresent()) {
                return refused(refusal.get(), "feed " + header.feed() + " of box "
                    + header.founding().orElseThrow().name());
            }
        } else if (header.number() > height + GAP_MAX) {
            return refused(Refusal.GAP, "block " + header.number() + " of a feed held up to "
                + height);
        } else if (previous.isEmpty() || !previous.get().feed().equals(header.feed())
            || previous.get().number() + 1 != header.number()) {
            return refused(Refusal.BROKEN_CHAIN, "block " + header.number() + " of feed "
                + header.feed() + " does not follow a held one");
        }
        if (feed.isPresent() && closed(graph, feed.get()) && feed.get().forksWith(previous)) {
            return refused(Refusal.FEED_CLOSED, "feed " + header.feed() + " has "
                + feed.get().tips().size() + " tips");
        }
        return Optional.empty();
    }

    /**
     * Whether a feed has so many tips that no branch is added: what two boxes hold of it may stay
     * different until someone resolves it.
     */
    public static boolean closed(Graph graph, Feed feed) {
        return feed.branches() >= TIPS_MAX && feed.tips().size() >= (graph.rules().ended(feed.id())
            && graph.awaits(feed.id()) ? TIPS_RULED_MAX : TIPS_MAX);
    }

    private static Optional<Verdict> refused(Refusal reason, String detail) {
        return Optional.of(new Verdict.Refused(reason, detail));
    }
}
