// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Frontier;
import org.cairnmesh.api.node.Doubts;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.core.feed.Feed;
import org.cairnmesh.core.feed.Rules;
import org.cairnmesh.core.sync.Peers;

/** Makes the snapshots; keeps the parts that are costly to make until blocks have arrived. */
final class Publisher {
    private final DeviceId self;
    private final Doubter doubter;
    private final List<String> notices;
    private Snapshot.Box who;
    private Optional<Journal> of = Optional.empty();
    private Rules rules = Rules.NONE;
    private int blocks = -1;
    private int locked;
    private long events;
    private long staged;
    private long contested;
    private long unreadable;
    private Frontier frontier = Frontier.EMPTY;
    private List<Snapshot.Feed> feeds = List.of();
    private Map<String, Snapshot.View> views = Map.of();
    private Map<Kind, Long> kinds = Map.of();
    private List<Snapshot.Space> spaces = List.of();

    Publisher(Box box) {
        this.self = box.identity().device();
        this.doubter = new Doubter(self);
        this.notices = box.notices();
        this.who = new Snapshot.Box(box.name(), self, box.space(), box.spaceName());
    }

    Snapshot empty(Instant now) {
        return new Snapshot(now, who,
            new Snapshot.Holding(Bytes.EMPTY, 0, 0, 0, 0, 0, Frontier.EMPTY), List.of(), Map.of(),
            Map.of(), Map.of(), Map.of(), List.of(), List.of(), List.of(), List.of("no log"));
    }

    /** What is held now; while there is no log, what was held last. */
    Snapshot publish(Instant now, long tickMillis, Optional<Spaces> all,
                     List<Carrier> carriers, List<Listener> listeners,
                     Map<String, Long> refused, Optional<String> logProblem) {
        List<String> problems = new ArrayList<>(notices);
        logProblem.ifPresent(problems::add);
        listeners.forEach(listener -> listener.problem().ifPresent(problems::add));
        Optional<Held> held = all.map(Spaces::current);
        all.ifPresent(s -> spaces = spaces(s, carriers));
        held.ifPresent(h -> {
            who = new Snapshot.Box(who.name(), self, h.space(), h.member.name());
            refresh(h.journal, h.staging.size());
            problems.addAll(problems(h));
        });
        List<Peers.Peer> heard = held.stream()
            .flatMap(h -> carriers.stream().flatMap(c -> c.peers(h).stream())).toList();
        Doubts doubts = doubts(held, heard, now, tickMillis);
        problems.addAll(doubter.problems(doubts, heard));
        Snapshot.Holding holding = of.map(journal -> new Snapshot.Holding(journal.log.id(), blocks,
            events, staged, contested, unreadable, frontier))
            .orElseGet(() -> empty(now).holding());
        return new Snapshot(now, who, holding, feeds, views, kinds, unknown(held), refused,
            held.map(h -> peers(h, carriers, now, tickMillis)).orElse(List.of()),
            carriers.stream().map(Carrier::state).toList(), spaces, problems, doubts);
    }

    private Doubts doubts(Optional<Held> held, List<Peers.Peer> heard, Instant now,
                          long tickMillis) {
        Map<Bytes, String> boxes = new HashMap<>();
        heard.forEach(peer -> boxes.put(peer.id(), box(peer.id())));
        return doubter.doubts(unknown(held), new Doubts.Clock(
            held.map(Held::clockSet).orElse(true),
            held.map(h -> h.journal.graph.rules().floorMillis()).orElse(OptionalLong.empty()),
            doubter.clocks(heard, boxes, now, tickMillis)));
    }

    private String box(Bytes id) {
        return feeds.stream().filter(f -> f.device().value().startsWith(id))
            .map(Snapshot.Feed::box).findFirst().orElse("");
    }

    private static List<String> problems(Held held) {
        List<String> problems = new ArrayList<>(held.journal.quarantine.problems());
        problems.addAll(held.journal.projections.problems());
        problems.addAll(Notices.of(held));
        return problems;
    }

    /** What is known of each space; of one whose log was not read yet, that it is one. */
    private static List<Snapshot.Space> spaces(Spaces all, List<Carrier> carriers) {
        Map<SpaceId, Held> here = new HashMap<>();
        all.here().forEach(held -> here.put(held.space(), held));
        SpaceId current = all.members().current();
        return all.members().list().stream()
            .sorted(Comparator.comparing((Membership m) -> !m.id().equals(current))
                .thenComparing(Membership::name).thenComparing(Membership::id))
            .map(member -> space(member, member.id().equals(current),
                Optional.ofNullable(here.get(member.id())), carriers)).toList();
    }

    private static Snapshot.Space space(Membership member, boolean current, Optional<Held> held,
                                        List<Carrier> carriers) {
        long events = held.map(h -> h.journal.events + h.staging.size()).orElse(0L);
        Set<Bytes> peers = new HashSet<>();
        Set<String> problems = new LinkedHashSet<>();
        held.ifPresent(h -> {
            problems.addAll(problems(h));
            for (Carrier carrier : carriers) {
                carrier.peers(h).forEach(peer -> peers.add(peer.id()));
                carrier.silence(h).ifPresent(problems::add);
            }
        });
        if (held.isEmpty() && !member.left()) {
            problems.add("its log is being read");
        }
        return new Snapshot.Space(member.id(), member.name(), current, member.open(),
            member.inClear(), member.left(), events, peers.size(),
            held.map(Notices::members).orElse(List.of()), List.copyOf(problems));
    }

    private void refresh(Journal journal, int waiting) {
        if (of.isEmpty() || of.get() != journal || blocks != journal.graph.size()
            || !rules.equals(journal.graph.rules()) || locked != journal.locked.size()) {
            of = Optional.of(journal);
            rules = journal.graph.rules();
            locked = journal.locked.size();
            blocks = journal.graph.size();
            contested = journal.contested();
            frontier = journal.graph.frontier();
            feeds = journal.graph.feeds().stream().map(this::feed).toList();
            doubter.refresh(journal);
        }
        events = journal.events + waiting;
        staged = waiting;
        unreadable = journal.unreadable;
        views = journal.projections.views();
        kinds = Map.copyOf(journal.kinds);
    }

    private Snapshot.Feed feed(Feed feed) {
        return new Snapshot.Feed(feed.id(), feed.author().device(), feed.author().box(),
            feed.height(), feed.tips().size(), feed.author().device().equals(self));
    }

    private Map<Kind, Long> unknown(Optional<Held> held) {
        Set<Kind> folded = held.map(h -> h.journal.projections.kinds()).orElse(Set.of());
        Map<Kind, Long> unknown = new TreeMap<>(kinds);
        unknown.keySet().removeAll(folded);
        return held.isEmpty() ? Map.of() : unknown;
    }

    private List<Snapshot.Peer> peers(Held held, List<Carrier> carriers, Instant now,
                                      long tickMillis) {
        List<Snapshot.Peer> peers = new ArrayList<>();
        for (Carrier carrier : carriers) {
            for (Peers.Peer peer : carrier.peers(held)) {
                peers.add(new Snapshot.Peer(peer.id(), box(peer.id()), carrier.name(),
                    now.minusMillis(tickMillis - peer.heardMillis()), peer.equal(), peer.blocks(),
                    peer.problem().isEmpty() ? Notices.peer(held, peer.id()) : peer.problem()));
            }
        }
        return peers;
    }
}
