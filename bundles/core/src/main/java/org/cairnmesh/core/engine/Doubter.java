// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.api.node.Doubts;
import org.cairnmesh.core.feed.Admission;
import org.cairnmesh.core.feed.Entry;
import org.cairnmesh.core.feed.Feed;
import org.cairnmesh.core.feed.Fork;
import org.cairnmesh.core.feed.ForkProof;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.sync.Peers;

/** Says what the box cannot be sure of; keeps what is costly to say until blocks have arrived. */
final class Doubter {
    /** No box existed before 2026: a clock that shows less was never set. */
    static final long PLAUSIBLE_MILLIS = 1_767_225_600_000L;

    private static final String REDUCER = "reducer";
    private static final String KEY = "key";
    private static final String ENVELOPE = "envelope";

    private final DeviceId self;
    private final Map<FeedId, Bytes> proofs = new HashMap<>();
    /** How many events are sealed with each key that this box has not. */
    private final Map<Bytes, Long> locked = new TreeMap<>();
    private long envelopesMissing;
    private List<Doubts.Missing> missing = List.of();
    private long missingTotal;
    private List<Doubts.Fork> forks = List.of();
    private long forksTotal;
    private final Stamps stamps = new Stamps();
    private List<Doubts.Misdated> misdated = List.of();

    Doubter(DeviceId self) {
        this.self = self;
    }

    /** Blocks have arrived, or other rules hold. */
    void refresh(Journal journal, long nowMillis) {
        Graph graph = journal.graph;
        envelopesMissing = journal.lacking.envelopes();
        locked.clear();
        journal.locked.forEach(place ->
            locked.merge(place.key(), (long) place.events(), Long::sum));
        missingTotal = graph.missing().size();
        missing = graph.missing().entrySet().stream().limit(Doubts.LISTED_MAX)
            .map(e -> missing(graph, e.getKey(), e.getValue().get(0))).toList();
        List<Feed> forked = graph.feeds().stream().filter(feed -> feed.forked()
            && !graph.rules().resolved().containsKey(feed.id())).toList();
        forksTotal = forked.size();
        forks = forked.stream().limit(Doubts.LISTED_MAX)
            .flatMap(feed -> Fork.of(feed).map(f -> fork(journal, feed, f)).stream())
            .toList();
        misdated = stamps.look(journal.graph, nowMillis);
        proofs.keySet().retainAll(forks.stream().map(Doubts.Fork::feed).toList());
    }

    /** The proof of a fork, made once; empty if its blocks cannot be read or are not signed. */
    private Bytes proof(Journal journal, Feed feed, Fork fork) {
        return proofs.computeIfAbsent(feed.id(), id -> {
            try {
                List<Place> split = feed.at(fork.from());
                ForkProof proof = ForkProof.of(journal.block(feed.at(1).get(0)),
                    journal.block(split.get(0)), journal.block(split.get(1)));
                return proof.verifies(proof.one().space()) ? proof.encode() : Bytes.EMPTY;
            } catch (EventLogException e) {
                return Bytes.EMPTY;
            }
        });
    }

    private static Doubts.Missing missing(Graph graph, Entry entry, Place by) {
        return new Doubts.Missing(entry.feed(),
            graph.feed(entry.feed()).map(feed -> feed.author().box()).orElse(""), entry.number(),
            by.author().box(), graph.awaits(entry.feed()));
    }

    private Doubts.Fork fork(Journal journal, Feed feed, Fork fork) {
        return new Doubts.Fork(feed.id(), feed.author().device(), feed.author().box(),
            feed.author().role() == Founding.Role.ROSTER, feed.author().device().equals(self),
            Admission.closed(journal.graph, feed), fork.from(), fork.sinceMillis(),
            feed.contested(), fork.branches().stream()
            .map(b -> new Doubts.Tip(b.tip().number(), b.tip().id(), b.tip().timeMillis()))
            .toList(), switch (fork.cause()) {
                case RESTORED -> Doubts.Guess.RESTORED;
                case CLONED -> Doubts.Guess.CLONED;
                case STOLEN -> Doubts.Guess.STOLEN;
            }, proof(journal, feed, fork));
    }

    Doubts doubts(Map<Kind, Long> unknown, Doubts.Clock clock) {
        List<Doubts.Deferred> deferred = new ArrayList<>();
        new TreeMap<>(unknown).forEach((kind, events) ->
            deferred.add(new Doubts.Deferred(REDUCER, kind.toString(), events)));
        locked.forEach((key, events) ->
            deferred.add(new Doubts.Deferred(KEY, key.toString(), events)));
        if (envelopesMissing > 0) {
            deferred.add(new Doubts.Deferred(ENVELOPE, "", envelopesMissing));
        }
        return new Doubts(missing, missingTotal, deferred, forks, forksTotal, misdated,
            clock);
    }

    /** The clocks of the boxes that were heard, the latest heard first, each once. */
    List<Doubts.Offset> clocks(List<Peers.Peer> peers, Map<Bytes, String> boxes, Instant now,
                               long tickMillis) {
        Map<Bytes, Peers.Peer> latest = new HashMap<>();
        peers.stream().filter(peer -> peer.clock().isPresent()).forEach(peer ->
            latest.merge(peer.id(), peer, (a, b) -> a.heardMillis() > b.heardMillis() ? a : b));
        List<Peers.Peer> sorted = new ArrayList<>(latest.values());
        sorted.sort(Collections.reverseOrder(Comparator.comparingLong(Peers.Peer::heardMillis)));
        return sorted.stream().limit(Doubts.LISTED_MAX).map(peer -> {
            long age = tickMillis - peer.heardMillis();
            long shown = peer.clock().getAsLong();
            return new Doubts.Offset(peer.id(), boxes.getOrDefault(peer.id(), ""),
                now.minusMillis(age), shown + age - now.toEpochMilli(), shown >= PLAUSIBLE_MILLIS);
        }).toList();
    }

    /** Sentences about what people should do something about. */
    List<String> problems(Doubts doubts, List<Peers.Peer> peers) {
        List<String> problems = new ArrayList<>();
        if (peers.stream().anyMatch(peer -> self.value().startsWith(peer.id()))) {
            problems.add("another box has the keys of this one, as if its disk had been copied: "
                + "the command forks tells what to do");
        }
        Optional<Doubts.Fork> first = doubts.forks().stream()
            .sorted(Comparator.comparing(Doubts.Fork::closed).thenComparing(Doubts.Fork::own)
                .reversed()).findFirst();
        first.ifPresent(fork -> problems.add("the feed of box " + fork.box() + " has forked"
            + (fork.closed() ? " so often that it was closed" : "")
            + (doubts.forksTotal() > 1 ? ", and " + (doubts.forksTotal() - 1) + " more" : "")
            + ": nothing is lost; the command forks tells what happened and what to do"));
        if (!doubts.clock().set()) {
            problems.add("the clock of this box was never set, or is behind the roster: "
                + "the command clock tells how to set it");
        }
        return problems;
    }
}
