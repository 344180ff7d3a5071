// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.ledger.Ledger;
import org.cairnmesh.api.log.Block;

/** Examines every block by itself: hashes, place in the chain, signature. */
public final class ChainCheck implements Ledger.Checker {
    private final SpaceId space;
    private final Map<FeedId, Bytes> keys = new HashMap<>();
    private final Set<BlockId> seen = new HashSet<>();

    public ChainCheck(SpaceId space) {
        this.space = space;
    }

    @Override
    public Optional<String> check(Block block) {
        if (!Admission.isSound(block)) {
            return Optional.of("its bytes are not those that its id names");
        }
        Header header = Header.decode(block.header());
        if (!header.space().equals(space)) {
            return Optional.of("it is of the space " + header.space());
        }
        header.founding().filter(founding -> founding.feed(space).equals(block.feed()))
            .ifPresent(founding -> keys.put(block.feed(), Author.of(founding).signingKey()));
        Bytes key = keys.get(block.feed());
        boolean follows = block.number() == 1 || seen.contains(block.previous());
        seen.add(block.id());
        if (key == null || !follows) {
            return Optional.of("it follows no block that is held");
        }
        return Crypto.verifyBlock(key, block.id(), block.signature()) ? Optional.empty()
            : Optional.of("its signature is wrong");
    }
}
