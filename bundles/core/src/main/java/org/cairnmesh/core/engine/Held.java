// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.reduce.Reducer;
import org.cairnmesh.api.space.Ordered;
import org.cairnmesh.core.feed.Admission;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Refusal;
import org.cairnmesh.core.feed.Rules;
import org.cairnmesh.core.feed.Verdict;
import org.cairnmesh.core.fold.Projections;
import org.cairnmesh.core.space.Act;
import org.cairnmesh.core.sync.Local;
import org.cairnmesh.core.sync.Roster;

/** A box with its log: what drafts and other boxes' blocks are done with. */
public final class Held implements Local {

    final Journal journal;
    final Staging staging;
    private final Box box;
    private final Verifier verifier;
    private final Admission admission;
    private final Scribe scribe;
    private final Tidying tidying;
    private final Consumer<String> refusals;
    private final Saving saving = new Saving();
    /** What the box is in this space; the engine sets it anew when that changes. */
    Membership member;
    private long nowMillis;
    /** When the oldest of the staged events was staged, 0 if none is. */
    private long stagedSinceMillis;

    /**
     * @param refusals counts the reasons of what is refused
     * @param nowMillis the box's clock
     * @throws EventLogException if the log is of another space, or fails
     */
    public Held(Journal journal, Box box, Consumer<String> refusals, long nowMillis) {
        this(journal, box, refusals, new Verifier(0), nowMillis);
    }

    Held(Journal journal, Box box, Consumer<String> refusals, Verifier verifier,
         long nowMillis) {
        this.journal = journal;
        this.box = box;
        this.refusals = refusals;
        this.verifier = verifier;
        this.admission = new Admission(box.space(), journal.registry, verifier);
        this.scribe = new Scribe(journal, box);
        this.tidying = new Tidying(box.random());
        this.nowMillis = nowMillis;
        this.member = new Membership(box.space(), box.spaceName(), true, false, false,
            journal.registry.governed());
        if (journal.space.filter(space -> !space.equals(box.space())).isPresent()) {
            throw new EventLogException("the log of the space " + box.spaceName()
                + " holds blocks of another");
        }
        this.staging = new Staging(journal, box, nowMillis);
        if (journal.writable) {
            takeBack(journal.quarantine.ready(journal.graph));
            heed();
            tell();
        }
    }

    /** Admits blocks that were set aside, and what waits for them. */
    private void takeBack(List<Block> blocks) {
        List<Block> todo = new ArrayList<>(blocks);
        for (int i = 0; i < todo.size(); i++) {
            Block block = todo.get(i);
            if (judge(block) instanceof Verdict.Admissible admissible) {
                todo.addAll(journal.quarantine.arrived(block.id()));
                journal.admit(block, admissible.header());
            }
        }
    }

    /** What the box's clock shows now. */
    public void at(long clockMillis) {
        nowMillis = clockMillis;
    }

    /** Seals what has waited long. */
    void sealIfDue(long tickMillis) {
        if (journal.writable && stagedSinceMillis > 0
            && tickMillis >= stagedSinceMillis + Staging.SEAL_MILLIS) {
            staging.seal(nowMillis);
        }
        stagedSinceMillis = staging.size() == 0 ? 0
            : stagedSinceMillis > 0 ? stagedSinceMillis : Math.max(1, tickMillis);
    }

    /** Who belongs to the space. */
    Registry registry() {
        return journal.registry;
    }

    /** Writes acts as an admin; answers the last block of them. */
    BlockId enact(List<Act> acts) {
        return enact(box.identity(), nonce(), acts);
    }

    /**
     * Writes acts, later than all that is held of the roster. Only corrections are stamped with
     * this box's own clock: one that puts a roster of 2099 right must not be of 2099 itself.
     *
     * @param nonce of the roster feed, should it have to be founded
     */
    BlockId enact(Identity as, Bytes nonce, List<Act> acts) {
        staging.seal(nowMillis);
        boolean corrects = acts.stream().allMatch(Act.CorrectTime.class::isInstance);
        long least = corrects ? 0 : registry().charter().newestMillis() + 1;
        long timeMillis = Math.min(Limits.TIME_MILLIS_MAX - 1, Math.max(nowMillis, least));
        BlockId last = scribe.write(as, nonce, acts, timeMillis);
        heed();
        return last;
    }

    /** A nonce for a roster feed more. */
    Bytes nonce() {
        return scribe.nonce();
    }

    /** What became of an order that ended with this block. */
    Carried carried(BlockId last, List<String> lines, Item.Table facts) {
        SpaceId space = space();
        return new Carried(new Ordered.Done(lines, facts), read -> read.members().of(space)
            .filter(m -> !m.left() && read.held(space).graph().get(last).isPresent())
            .isPresent());
    }

    private void heed() {
        if (!registry().hasNews()) {
            return;
        }
        staging.seal(nowMillis);
        if (journal.heed()) {
            if (staging.feed().filter(graph().rules()::ended).isPresent()) {
                staging.renew(nowMillis);
            }
            tell();
        }
    }

    /** Tells who has the key of the space what was sealed before this box had it. */
    private void tell() {
        registry().tellable().ifPresent(stopgap -> stopgap.untold().ifPresent(draft -> {
            staging.append(draft, nowMillis);
            stopgap.told();
        }));
    }

    /** As an admin, mends what is missing. */
    void tidy(long tickMillis) {
        tidying.turn(this, tickMillis);
    }

    /** A reducer that folds from now on. */
    public void install(Reducer reducer) {
        List<Place> places = new ArrayList<>(journal.graph.places());
        places.removeIf(journal::isUnread);
        staging.open().ifPresent(open -> places.add(open.place));
        journal.projections.install(reducer, places);
    }

    /** Reads and folds a slice of what was admitted; answers whether nothing is left of it. */
    public boolean fold(int eventsMax, long tickMillis) {
        boolean read = journal.read(eventsMax);
        if (journal.writable) {
            heed();
        }
        return journal.projections.step(eventsMax, tickMillis) && read;
    }

    /** Folds all: readers keep the last snapshot until then, and never see a part of a history. */
    void foldAll(int eventsAStep, long tickMillis) {
        boolean settled = false;
        while (!settled) {
            settled = fold(eventsAStep, tickMillis);
        }
    }

    /** Other rules hold from now on: what they leave out is as if it had never been received. */
    public void obey(Rules rules) {
        if (staging.feed().filter(rules::ended).isPresent()) {
            staging.renew(nowMillis);
        }
        staging.seal(nowMillis);
        journal.rule(rules);
    }

    /** What the reducers have folded. */
    public Projections projections() {
        return journal.projections;
    }

    /** The events of a block. */
    public List<Event> events(Place place) {
        return journal.bodies.of(place);
    }

    List<Event> staged() {
        return staging.open().map(open -> open.events).orElse(List.of());
    }

    /** Stages a draft; durable with the next {@link #commit}. */
    public Appended append(Draft draft) {
        Optional<Appended> breach = DraftBounds.breach(draft);
        if (breach.isPresent()) {
            return breach.get();
        }
        Optional<EventId> former = draft.token().isEmpty() ? Optional.empty()
            : staging.tokened(draft.token());
        return new Appended.Accepted(
            former.orElseGet(() -> staging.append(draft, nowMillis)));
    }

    /** Writes what there is to write; answers whether there was. */
    public boolean commit() {
        if (!journal.writable || !journal.dirty()) {
            return false;
        }
        journal.commit();
        staging.committed();
        return true;
    }

    /** Whether there is anything to {@link #save}. */
    boolean unsaved() {
        return journal.writable && !journal.dirty() && journal.allRead()
            && (journal.unsavedEvents() > 0 || journal.projections.unsaved() > 0);
    }

    /**
     * Puts what the reducers folded into the checkpoint of the log, for a faster start. Only right
     * after a {@link #commit}.
     *
     * @return false if it cannot be kept
     */
    public boolean save() {
        return journal.save(staged());
    }

    /** Saves if it is time, after a turn whose commit has returned. */
    void saveIfDue(boolean idle, long tickMillis) {
        saving.turn(this, idle, tickMillis);
    }

    /** Saves what there is to save: the log goes. */
    void saveNow(long tickMillis) {
        saving.save(this, tickMillis);
    }

    @Override
    public SpaceId space() {
        return box.space();
    }

    @Override
    public DeviceId device() {
        return box.identity().device();
    }

    @Override
    public long clockMillis() {
        return nowMillis;
    }

    /** Whether the box's clock counts as set. */
    boolean clockSet() {
        return staging.clockSet(nowMillis);
    }

    @Override
    public Graph graph() {
        return journal.graph;
    }

    @Override
    public Roster roster() {
        return journal.roster();
    }

    @Override
    public long era() {
        return journal.registry.era();
    }

    @Override
    public Block block(Place place) {
        return journal.block(place);
    }

    @Override
    public void contact() {
        if (journal.writable) {
            staging.seal(nowMillis);
        }
    }

    @Override
    public void expect(Bytes signingKey, Block block) {
        verifier.expect(signingKey, block.id(), block.signature());
    }

    @Override
    public Verdict admit(Block block) {
        if (!journal.writable) {
            return new Verdict.Refused(Refusal.NO_ROOM, "nothing can be written");
        }
        Verdict verdict = judge(block);
        if (verdict instanceof Verdict.Admissible admissible) {
            if (staging.feed().filter(admissible.header().feed()::equals).isPresent()) {
                staging.renew(nowMillis);
            }
            staging.seal(nowMillis);
            scribe.heard(admissible.header().feed());
            List<Block> waiting = journal.quarantine.arrived(block.id());
            journal.admit(block, admissible.header());
            takeBack(waiting);
            heed();
        } else if (verdict instanceof Verdict.Held held && lacks(held.place())) {
            journal.lacking.enclose(held.place(), block);
        } else if (verdict instanceof Verdict.Refused refused) {
            refused(refused.reason());
        }
        return verdict;
    }

    @Override
    public boolean lacks(Place place) {
        return journal.lacking.has(place);
    }

    private Verdict judge(Block block) {
        return admission.judge(journal.graph, block);
    }

    @Override
    public void refused(Refusal reason) {
        refusals.accept(reason.name());
    }
}
