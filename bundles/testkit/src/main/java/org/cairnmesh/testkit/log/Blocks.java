// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.log;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.Staged;

/**
 * Blocks and staged events as a log sees them: rightly chained, otherwise noise. The same seed
 * gives the same things. One thread at a time.
 */
public final class Blocks {
    private static final int BODY_BYTES_MAX = 600;

    private final Random random;
    private int names;

    public Blocks(long seed) {
        random = new Random(seed);
    }

    public FeedId feed() {
        return new FeedId(noise(FeedId.SIZE));
    }

    /** The first block of a feed; a second call gives another branch. */
    public Block first(FeedId feed) {
        return block(feed, 1, BlockId.NONE);
    }

    /** A block that follows this one; a second call gives another branch. */
    public Block after(Block previous) {
        return block(previous.feed(), previous.number() + 1, previous.id());
    }

    /** So many blocks of a new feed, from its first on. */
    public List<Block> chain(int length) {
        List<Block> chain = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            chain.add(i == 0 ? first(feed()) : after(chain.get(i - 1)));
        }
        return chain;
    }

    /** A staged event with a name of its own and this token, which may be empty. */
    public Staged staged(String token) {
        names++;
        return new Staged(noise(1 + random.nextInt(80)), Bytes.ofLong(names), token);
    }

    public Bytes noise(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    private Block block(FeedId feed, long number, BlockId previous) {
        Bytes header = noise(80 + random.nextInt(40));
        return new Block(new BlockId(sha256(header)), feed, number, previous, random.nextInt(33),
            header, noise(random.nextInt(BODY_BYTES_MAX)), noise(random.nextInt(4) == 0 ? 0 : 64),
            envelopes());
    }

    /** Mostly none; some of them not here. */
    private List<Bytes> envelopes() {
        List<Bytes> envelopes = new ArrayList<>();
        for (int i = random.nextInt(3) == 0 ? random.nextInt(4) : 0; i > 0; i--) {
            envelopes.add(noise(random.nextInt(3) == 0 ? 0 : 17 + random.nextInt(100)));
        }
        return envelopes;
    }

    private static Bytes sha256(Bytes value) {
        try {
            return Bytes.of(MessageDigest.getInstance("SHA-256").digest(value.toArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
