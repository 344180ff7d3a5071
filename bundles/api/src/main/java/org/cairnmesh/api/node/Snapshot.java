// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.node;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.SortedTree;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Frontier;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.api.reduce.Key;

/**
 * The state of a box between two turns of its engine. Immutable; shares what did not change with
 * the snapshots before and after it. It is about the box's current space, but for {@link #spaces}.
 *
 * @param at       the box's clock when it was published
 * @param views    what each reducer shows, by the name of the reducer
 * @param kinds    how many events of each kind are held
 * @param unknown  how many of them no reducer folds
 * @param refused  how many blocks, frames and drafts were refused, by the name of the reason
 * @param spaces   every space that the box was ever in, the current one first
 * @param problems sentences for people about what does not work now
 * @param doubts   what this box cannot be sure of
 */
public record Snapshot(Instant at, Box box, Holding holding, List<Feed> feeds,
                       Map<String, View> views, Map<Kind, Long> kinds, Map<Kind, Long> unknown,
                       Map<String, Long> refused, List<Peer> peers, List<Carrier> carriers,
                       List<Space> spaces, List<String> problems, Doubts doubts) {
    public Snapshot {
        feeds = List.copyOf(feeds);
        views = Map.copyOf(views);
        kinds = Map.copyOf(kinds);
        unknown = Map.copyOf(unknown);
        refused = Map.copyOf(refused);
        peers = List.copyOf(peers);
        carriers = List.copyOf(carriers);
        spaces = List.copyOf(spaces);
        problems = List.copyOf(problems);
    }

    /** A box that doubts nothing. */
    public Snapshot(Instant at, Box box, Holding holding, List<Feed> feeds,
                    Map<String, View> views, Map<Kind, Long> kinds, Map<Kind, Long> unknown,
                    Map<String, Long> refused, List<Peer> peers, List<Carrier> carriers,
                    List<Space> spaces, List<String> problems) {
        this(at, box, holding, feeds, views, kinds, unknown, refused, peers, carriers, spaces,
            problems, Doubts.NONE);
    }

    /** What is shown before a log was open: nothing, and why. */
    public static Snapshot empty(Instant at, Box box, List<String> problems) {
        Holding nothing = new Holding(Bytes.EMPTY, 0, 0, 0, 0, 0, Frontier.EMPTY);
        return new Snapshot(at, box, nothing, List.of(), Map.of(), Map.of(), Map.of(), Map.of(),
            List.of(), List.of(), List.of(), problems);
    }

    /** Who this box is, and the space that all else here is about. */
    public record Box(String name, DeviceId device, SpaceId space, String spaceName) {
        /** A box of which no engine has said anything yet. */
        public static final Box UNKNOWN = new Box("", new DeviceId(Bytes.of(
            new byte[DeviceId.SIZE])), new SpaceId(Bytes.of(new byte[SpaceId.SIZE])), "");
    }

    /**
     * What the log holds.
     *
     * @param log       the id of the log; empty if none was open yet
     * @param events    sealed and staged
     * @param staged    those that wait to be sealed
     * @param contested blocks that stand past a fork of their feed
     * @param unreadable blocks whose body cannot be decoded: they count as empty
     */
    public record Holding(Bytes log, long blocks, long events, long staged, long contested,
                          long unreadable, Frontier frontier) { }

    /** A feed that is held, and the box that it belongs to. */
    public record Feed(FeedId id, DeviceId device, String box, long height,
                       int tips, boolean own) { }

    /**
     * What a reducer shows.
     *
     * @param folding whether the documents are all that the held events come to, or why not
     */
    public record View(String reducer, int version, Folding folding,
                       SortedTree<Key, Document> documents) {
        /** Whether the documents may be older than the events that are held. */
        public boolean stale() {
            return folding != Folding.COMPLETE;
        }
    }

    /** How far a reducer has come with its history. */
    public enum Folding {
        /** Everything that is held is shown. */
        COMPLETE,
        /** The reducer has come, and its history is being folded; it shows soon. */
        RUNNING,
        /** The reducer has left: what it showed last is kept for a while. */
        AWAY,
        /** The reducer was set aside because of a fault, which the problems name. */
        FAULTY
    }

    /**
     * A box that was heard.
     *
     * @param id      the first bytes of its device's id
     * @param equal   whether it held the same as this box when it was last heard
     * @param problem why nothing is exchanged with it, or empty
     */
    public record Peer(Bytes id, String box, String carrier, Instant heard, boolean equal,
                       long blocks, String problem) { }

    /** A transport and what went through it since it was opened. */
    public record Carrier(String name, long framesOut, long bytesOut, long airtimeMicros,
                          long framesIn, long bytesIn, long framesLost, String problem) { }

    /**
     * A space that the box is in, or was.
     *
     * @param open     whether it is not encrypted, so that everyone can read it
     * @param inClear  whether an open space may go out on a radio
     * @param left     whether the box shares it no longer; then nothing is counted
     * @param events   that are held of it, sealed and staged
     * @param peers    how many other boxes were heard in it
     * @param members  who belongs to it, by name; nobody if it has no owner
     * @param problems sentences for people about what does not work in it
     */
    public record Space(SpaceId id, String name, boolean current, boolean open, boolean inClear,
                        boolean left, long events, int peers, List<Member> members,
                        List<String> problems) {
        public Space {
            members = List.copyOf(members);
            problems = List.copyOf(problems);
        }
    }

    /**
     * A box that was enrolled in a space.
     *
     * @param own   whether it is this box
     * @param feeds how many feeds of it are taken
     */
    public record Member(DeviceId device, String name, Standing standing, boolean own,
                         int feeds) { }

    /** What a box is in a space. */
    public enum Standing { ADMIN, MEMBER, REVOKED }

    /** Whether a log was open when this was published; if not, it shows nothing. */
    public boolean hasLog() {
        return holding.log().size() > 0;
    }

    /** The documents that a reducer shows; none if it is not here. */
    public SortedTree<Key, Document> documents(String reducer) {
        return Optional.ofNullable(views.get(reducer)).map(View::documents)
            .orElse(SortedTree.empty());
    }
}
