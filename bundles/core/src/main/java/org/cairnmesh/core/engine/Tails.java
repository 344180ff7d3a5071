// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Rules;
import org.cairnmesh.core.fold.Cover;
import org.cairnmesh.core.fold.Since;

/**
 * Which checkpoints cover the first blocks of the log, and which of those blocks have moved since:
 * a projection that starts from one goes on as if it had been there all the time.
 */
final class Tails implements Since {
    private static final System.Logger LOG = System.getLogger(Tails.class.getName());

    private final Map<Integer, Set<Cover>> wanted = new HashMap<>();
    private final Map<Cover, Set<Place>> moved = new HashMap<>();
    private final MessageDigest ids = sha256();
    private int blocks;
    private byte[] rules;

    /** Looks out for these while the log is read under these rules. */
    Tails(Collection<Cover> covers, Rules rules) {
        this.rules = bytes(rules);
        covers.forEach(cover -> wanted.computeIfAbsent(cover.blocks(), n -> new HashSet<>())
            .add(cover));
        meet();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** Other rules hold: what was covered under those before is covered no more. */
    void rule(Rules next) {
        if (!Arrays.equals(rules, bytes(next))) {
            rules = bytes(next);
            moved.clear();
        }
    }

    /** What tells rules apart; the floor changes no view. */
    private static byte[] bytes(Rules rules) {
        return (rules.cuts() + "/" + rules.resolved() + "/" + rules.times())
            .getBytes(StandardCharsets.UTF_8);
    }

    private void meet() {
        for (Cover cover : wanted.getOrDefault(blocks, Set.of())) {
            if (cover.digest().equals(digest())) {
                moved.put(cover, new LinkedHashSet<>());
            }
        }
    }

    /** A block has arrived, and others have moved because of it. */
    void arrived(Place place, Collection<Place> others) {
        if (others.stream().anyMatch(other -> !other.counts())) {
            moved.clear();
        }
        moved.forEach((cover, places) -> {
            for (Place other : others) {
                if (other.sealed() && other.arrival() < cover.blocks()) {
                    places.add(other);
                }
            }
        });
        ids.update(place.id().value().toArray());
        blocks++;
        meet();
    }

    /** What a checkpoint that is made now covers; what comes later is noted. */
    Cover cover() {
        Cover cover = new Cover(blocks, digest());
        moved.put(cover, new LinkedHashSet<>());
        return cover;
    }

    /** Only these are in the checkpoint now. */
    void keep(Collection<Cover> covers) {
        moved.keySet().retainAll(Set.copyOf(covers));
    }

    private Bytes digest() {
        try {
            return Bytes.of(((MessageDigest) ids.clone()).digest(rules));
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("the digest of every JDK can be copied", e);
        }
    }

    @Override
    public Optional<Collection<Place>> moved(Cover cover) {
        return Optional.ofNullable(moved.get(cover)).map(List::copyOf);
    }

    @Override
    public void unfit(String view) {
        LOG.log(Level.INFO, "the checkpoint of {0} is not of this log or is damaged: it is folded"
            + " anew", view);
    }
}
