// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.api.log.EventLogs;
import org.cairnmesh.api.reduce.Reducer;
import org.cairnmesh.core.space.Charter;

/**
 * The spaces of a box with their logs: the current one is read at once, the others one after the
 * other. What an order changes here becomes durable with the next {@link #commit}, after what it
 * wrote to the logs of spaces: a log that no membership names counts for nothing.
 */
final class Spaces {
    private static final String MARK = "spaces";

    private final EventLogs logs;
    private final Box box;
    private final Start start;
    private final Verifier verifier;
    private final List<Reducer> reducers;
    private final Consumer<String> refusals;
    private final boolean writable;
    private final Map<SpaceId, Held> held = new LinkedHashMap<>();
    private final Map<SpaceId, Loading> loading = new LinkedHashMap<>();
    private Memberships members;
    private boolean dirty;
    private long nowMillis;
    private long tickMillis;

    /**
     * @param reducers those that are here, also once others have come or gone
     * @param refusals counts the reasons of what is refused
     * @param writable whether the logs take what is to be written
     * @throws EventLogException if the logs cannot be read
     */
    Spaces(EventLogs logs, Box box, Start start, Verifier verifier, List<Reducer> reducers,
           Consumer<String> refusals, long nowMillis, long tickMillis,
           boolean writable) {
        this.logs = logs;
        this.writable = writable;
        this.box = box;
        this.start = start;
        this.verifier = verifier;
        this.reducers = reducers;
        this.refusals = refusals;
        at(nowMillis, tickMillis);
        Optional<Bytes> mark = Optional.ofNullable(logs.marks().get(MARK));
        Memberships kept = mark.map(Spaces::decode).orElseGet(this::first);
        kept.list().stream().filter(member -> !member.left() && !start.fits(member.name()))
            .findFirst().ifPresent(member -> {
                throw new EventLogException("the clock of this box is scaled, and it is in the"
                    + " space " + member.name() + ": use that only with a clock that runs as"
                    + " clocks do");
            });
        become(kept.heeding(box, start));
        dirty |= mark.isEmpty();
    }

    /** Reads a slice of the current space's log; true once it is read and folded. */
    boolean load() {
        boolean done = held.containsKey(members.current())
            || slice(members.of(members.current()).orElseThrow());
        if (done) {
            commit();
        }
        return done;
    }

    /** Whether the medium takes what is to be written. */
    boolean writable() {
        return writable;
    }

    /** How far the reading of logs is, for people. */
    String progress() {
        return loading.values().stream().map(Loading::progress).findFirst()
            .orElse("the log is being read");
    }

    /**
     * Those of a box that starts for the first time: the space of its configuration, and those with
     * owners of which a backup was restored.
     */
    private Memberships first() {
        List<Membership> restored = logs.spaces().stream()
            .filter(id -> !id.equals(box.space())).flatMap(id -> restored(id).stream())
            .filter(member -> start.fits(member.name())).limit(Memberships.SPACES_MAX - 1).toList();
        Optional<Membership> meant = logs.spaces().contains(box.space()) ? Optional.empty()
            : restored.stream().filter(m -> m.name().equals(box.spaceName())).findFirst();
        Memberships first = meant.map(m -> new Memberships(m.id(), start.run(), List.of(m)))
            .orElseGet(() -> Memberships.first(box, start));
        for (Membership member : restored) {
            first = first.with(member);
        }
        return first;
    }

    private Optional<Membership> restored(SpaceId id) {
        Membership member = Membership.founded(id, "");
        Registry registry = Registry.of(box.in(member));
        registry.load(logs.of(id));
        Charter charter = registry.charter();
        return charter.owner().map(owner -> member.as(charter));
    }

    private static Memberships decode(Bytes mark) {
        try {
            return Memberships.decode(mark);
        } catch (MalformedException e) {
            throw new EventLogException("the list of the box's spaces is damaged", e);
        }
    }

    /** What the clocks show now. */
    void at(long clockMillis, long ticks) {
        nowMillis = clockMillis;
        tickMillis = ticks;
        held.values().forEach(space -> space.at(nowMillis));
    }

    long nowMillis() {
        return nowMillis;
    }

    Start start() {
        return start;
    }

    /** What is true of the box in all spaces. */
    Box box() {
        return box;
    }

    Memberships members() {
        return members;
    }

    /** From now on the box is in these; those that were left are let go of. */
    void become(Memberships next) {
        dirty |= !next.equals(members);
        for (Membership member : next.list()) {
            Optional<Held> here = Optional.ofNullable(held.get(member.id()));
            here.ifPresent(space -> space.member = member);
            if (member.left() && here.isPresent()) {
                here.get().contact();
                here.get().commit();
                held.remove(member.id());
                loading.remove(member.id());
            }
        }
        members = next;
    }

    Held current() {
        return held(members.current());
    }

    /** A space that the box is in; its log is read if it was not yet. */
    Held held(SpaceId id) {
        Held here = held.get(id);
        return here == null ? read(members.of(id).orElseThrow()) : here;
    }

    /** Readers see a space once its history is folded: never a part of it. */
    private Held read(Membership member) {
        while (!slice(member)) {
            continue;
        }
        return held.get(member.id());
    }

    private boolean slice(Membership member) {
        Box here = box.in(member);
        Loading log = loading.computeIfAbsent(member.id(), id -> new Loading(logs.of(id),
            member.founded() ? Registry.of(here) : Registry.free(), verifier, writable));
        Optional<Held> read =
            log.step(here, reducers, refusals, nowMillis, tickMillis);
        read.ifPresent(fresh -> {
            fresh.member = member;
            held.put(member.id(), fresh);
            loading.remove(member.id());
        });
        return read.isPresent();
    }

    /** Those whose logs have been read; the current one first. */
    List<Held> here() {
        List<Held> list = new ArrayList<>(held.values());
        list.sort(Comparator.comparing(space -> !space.space().equals(members.current())));
        return list;
    }

    /** Whether an event is held, also of a space that was left since: there all is sealed. */
    boolean holds(SpaceId space, EventId event) {
        boolean here = members.of(space).filter(member -> !member.left()).isPresent();
        return !(here ? held(space).graph()
            : new Journal(logs.of(space), Registry.free(), false).graph)
            .locate(event).isEmpty();
    }

    /** Reads a slice of one more log; true if there was none. */
    boolean readNext() {
        Optional<Membership> next = members.list().stream()
            .filter(member -> !member.left() && !held.containsKey(member.id())).findFirst();
        next.ifPresent(this::slice);
        return next.isEmpty();
    }

    void install(Reducer reducer) {
        held.values().forEach(space -> space.install(reducer));
        loading.values().forEach(log -> log.install(reducer));
    }

    void remove(Reducer reducer) {
        held.values().forEach(space -> space.projections().remove(reducer, tickMillis));
        loading.values().forEach(log -> log.remove(reducer, tickMillis));
    }

    /** Seals what waited long. */
    void sealIfDue() {
        held.values().forEach(space -> space.sealIfDue(tickMillis));
    }

    /** Reads and folds a slice of each; true if nothing is left to be folded. */
    boolean fold(int eventsMax) {
        boolean settled = true;
        heed();
        for (Held space : held.values()) {
            space.tidy(tickMillis);
            settled &= space.fold(Math.max(1, eventsMax / held.size()), tickMillis);
        }
        return settled;
    }

    /** Calls each space what its owner calls it. */
    private void heed() {
        for (Held space : List.copyOf(held.values())) {
            Membership told = space.member.as(space.registry().charter());
            if (!told.equals(space.member)) {
                become(members.with(told));
            }
        }
    }

    /** Puts what was folded into the checkpoints where it is time. */
    void saveIfDue(boolean idle) {
        held.values().forEach(space -> space.saveIfDue(idle, tickMillis));
    }

    /** Puts what was folded into the checkpoints: the logs go. */
    void save() {
        held.values().forEach(space -> space.saveNow(tickMillis));
    }

    /** Writes what there is to write; answers whether there was. */
    boolean commit() {
        boolean any = false;
        for (Held space : held.values()) {
            any |= space.commit();
        }
        if (dirty && writable) {
            logs.mark(Map.of(MARK, members.encode()));
            dirty = false;
            any = true;
        }
        return any;
    }
}
