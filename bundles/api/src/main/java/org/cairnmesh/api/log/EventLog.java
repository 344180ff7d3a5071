// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.log;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The durable log of one space in one box: sealed blocks, and staged events that wait to be sealed.
 *
 * <p>One thread at a time calls it. Whatever {@link #commit} returned for survives a kill and a
 * loss of power; of a commit that did not return, either all or nothing is there afterwards. Every
 * method throws {@link EventLogException} if the medium fails; the state then is that of the last
 * commit that returned. If the medium has damaged what it held, the log may have another id and
 * hold less after that: what is missing then is named by {@link #aside}.
 */
@ProviderType
public interface EventLog {
    /**
     * Eight bytes that no other log has, of this box or another, drawn when this log was made and
     * whenever it lost something; they name the numbers of arrival.
     */
    Bytes id();

    /**
     * Writes a batch, all or nothing, durable on return.
     *
     * @throws IllegalArgumentException if the batch does not fit the log: a block is held already,
     *     a block's previous is not held, or more staged events are sealed than there are
     */
    void commit(Batch batch);

    /**
     * Keeps the envelopes of this block in place of those of the held block with its id; durable on
     * return, all or nothing. What is not among them is not given any more.
     *
     * @throws IllegalArgumentException if no such block is held
     */
    void enclose(Block block);

    /**
     * Takes blocks that turned out to be damaged, those that follow them, and damaged staged events
     * out of all that the log gives; durable on return, all or nothing. They stand {@link #aside}
     * until they arrive again. Numbers of arrival change, so the log has another id afterwards.
     *
     * @param blocks of held blocks
     * @param staged places in the list {@link #staged}
     */
    void setAside(Set<BlockId> blocks, Set<Integer> staged);

    /** What was set aside, by whom ever, and has not arrived again. */
    Aside aside();

    /** The staged events, oldest first. */
    List<Staged> staged();

    /** The name that the event staged with this token was given, also once it is sealed. */
    Optional<Bytes> tokened(String token);

    /** The tips of every feed that is held. */
    Frontier frontier();

    /**
     * Up to {@code max} blocks of a feed, all branches, by number from {@code from}, then arrival.
     */
    List<Block> read(FeedId feed, long from, int max);

    /**
     * Up to {@code max} blocks in the order in which they arrived, the first held being number 0.
     */
    List<Block> arrived(long from, int max);

    /** How many blocks are held. */
    long blocks();

    /** Small named values that the engine keeps with the log. */
    Map<String, Bytes> marks();

    /** What the engine keeps beside this log to start faster; it lives as long as the log. */
    Checkpoint checkpoint();
}
