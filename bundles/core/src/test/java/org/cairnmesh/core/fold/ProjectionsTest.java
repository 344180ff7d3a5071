// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.fold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.cairnmesh.core.fold.World.Write;
import org.junit.jupiter.api.Test;

class ProjectionsTest {
    private static final long NOON = Pen.NOON;
    private static final Optional<Sealed> NONE = Optional.empty();

    private final World world = new World();
    private final Registers registers = new Registers(1);
    private final Pen amina = new Pen(1);
    private final Pen bakary = new Pen(2);

    @Test
    void writesThatSawNothingOfEachOtherAreBothShown() {
        world.install(registers);
        Write one = World.write(amina, NONE, NOON, "k", "one");
        Write two = World.write(bakary, NONE, NOON + 1, "k", "two");

        one.addTo(world);
        two.addTo(world);

        assertEquals(List.of("one", "two"), world.values("k"));
    }

    @Test
    void aWriteThatSawOthersReplacesThem() {
        world.install(registers);
        Write one = World.write(amina, NONE, NOON, "k", "one");
        Write two = World.write(bakary, NONE, NOON + 1, "k", "two");
        Write three = World.write(amina, Optional.of(one.sealed()), NOON, "k", "three",
            two.named());

        List.of(one, two, three).forEach(write -> write.addTo(world));

        assertEquals(List.of("three"), world.values("k"));
    }

    @Test
    void aLateBlockFoldsAnewOnlyWhatItTouches() {
        world.install(registers);
        Optional<Sealed> last = NONE;
        for (int i = 0; i < 50; i++) {
            Write write = World.write(amina, last, NOON + i, "k" + i, "v");
            write.addTo(world);
            last = Optional.of(write.sealed());
        }
        registers.folds.clear();

        World.write(bakary, NONE, NOON - 1, "k7", "late").addTo(world);
        world.settle();

        assertEquals(Map.of("k7", 2), registers.folds);
        assertEquals(List.of("late", "v"), world.values("k7"));
    }

    @Test
    void aBlockThatComesLastFoldsOnce() {
        world.install(registers);
        Write one = World.write(amina, NONE, NOON, "k", "one");
        one.addTo(world);
        registers.folds.clear();

        World.write(amina, Optional.of(one.sealed()), NOON, "k", "two").addTo(world);

        assertEquals(Map.of("k", 1), registers.folds);
        assertEquals(List.of("two"), world.values("k"));
    }

    @Test
    void whoNamedALateBlockIsFoldedAnew() {
        world.install(registers);
        Write late = World.write(bakary, NONE, NOON, "k", "late");
        Write early = World.write(amina, NONE, NOON + 5, "k", "early", late.named());
        early.addTo(world);
        World.write(amina, Optional.of(early.sealed()), NOON, "other", "x").addTo(world);

        late.addTo(world);
        world.settle();

        assertEquals(List.of("early"), world.values("k"));
    }

    @Test
    void whatALateBlockPushesBehindAnotherIsShownInTheNewOrder() {
        world.install(registers);
        Write late = World.write(new Pen(3), NONE, NOON + 100, "none", "late");
        Write pushed = World.write(amina, NONE, NOON, "k", "pushed", late.named());
        pushed.addTo(world);
        World.write(bakary, NONE, NOON + 50, "k", "other").addTo(world);
        assertEquals(List.of("pushed", "other"), world.values("k"));

        late.addTo(world);
        world.settle();

        assertEquals(List.of("other", "pushed"), world.values("k"));
    }

    @Test
    void aCopyOfAnEventFoldsOnce() {
        world.install(registers);
        Event event = amina.event(Registers.SET, Registers.payload("k", "once"));
        world.add(amina.block(NONE, NOON, List.of(), List.of(event)), event);

        world.add(amina.block(NONE, NOON + 1, List.of(), List.of(event)), event);
        world.settle();

        assertEquals(List.of("once"), world.values("k"));
    }

    @Test
    void twoEventsThatAClonedBoxGaveOneIdAreBothFolded() {
        world.install(registers);
        Event event = amina.event(Registers.SET, Registers.payload("k", "one"));
        Event twin = new Event(event.id(), event.kind(),
            new org.cairnmesh.api.data.Item.Table(Registers.payload("k", "two")), "", NOON,
            Optional.empty());
        world.add(amina.block(NONE, NOON, List.of(), List.of(event)), event);

        world.add(amina.block(NONE, NOON + 1, List.of(), List.of(twin)), twin);
        world.settle();

        assertEquals(List.of("one", "two"), world.values("k"));
    }

    @Test
    void anEventWithABasisHasSeenThatAndNothingElse() {
        world.install(registers);
        Write one = World.write(amina, NONE, NOON, "k", "one");
        Write two = World.write(amina, Optional.of(one.sealed()), NOON, "k", "two");
        one.addTo(world);
        two.addTo(world);
        Event late = amina.event(Registers.SET, Registers.payload("k", "late"));
        Event based = based(late, List.of(one.event().id()));

        world.add(amina.block(Optional.of(two.sealed()), NOON, List.of(), List.of(based)), based);

        assertEquals(List.of("two", "late"), world.values("k"));
    }

    private static Event based(Event event, List<EventId> basis) {
        return new Event(event.id(), event.kind(), event.payload(), event.by(), event.atMillis(),
            Optional.of(basis));
    }

    @Test
    void aBasisOfAllHeadsNeedNotBeWrittenAndAnOlderOneMust() {
        world.install(registers);
        Write one = World.write(bakary, NONE, NOON, "k", "one");
        Write two = World.write(bakary, Optional.of(one.sealed()), NOON, "k", "two");
        one.addTo(world);
        two.addTo(world);

        assertTrue(basisIsAll(two.event().id()));
        assertFalse(basisIsAll(one.event().id()));
        assertFalse(basisIsAll());
    }

    private boolean basisIsAll(EventId... basis) {
        Place open = world.open(amina);
        Event without = amina.event(Registers.SET, Registers.payload("k", "new"));
        return world.projections.basisIsAll(new Graph.Spot(open, 0),
            based(without, List.of(basis)), without);
    }

    @Test
    void aBasisIsWrittenIfNobodyCanTell() {
        assertFalse(basisIsAll());

        world.install(new Faulty("fold", 1, () -> new IllegalStateException("broken")));
        World.write(bakary, NONE, NOON, "k", "one").addTo(world);

        assertFalse(basisIsAll());
    }

    @Test
    void aBasisIsWrittenWhileTheHistoryIsNotFolded() {
        Write one = World.write(bakary, NONE, NOON, "k", "one");
        Write two = World.write(bakary, Optional.of(one.sealed()), NOON, "k", "two");
        one.addTo(world);
        two.addTo(world);
        world.install(registers);

        assertFalse(basisIsAll(one.event().id()));
        assertFalse(basisIsAll(two.event().id()));
        world.settle();
        assertTrue(basisIsAll(two.event().id()));
    }

    @Test
    void stagingSaysWhatTheContextDoesNotCover() {
        world.install(registers);
        Place other = World.write(bakary, NONE, NOON, "k", "one").addTo(world);
        Event event = amina.event(Registers.SET, Registers.payload("k", "two"));
        Place open = world.open(amina);

        Set<Place> unseen = world.stage(open, List.of(), event);

        assertEquals(Set.of(other), unseen);
        assertEquals(List.of("one"), world.values("k"));
    }

    @Test
    void stagingFoldsAtOnceWhatTheContextCovers() {
        world.install(registers);
        Place other = World.write(bakary, NONE, NOON, "k", "one").addTo(world);
        Event event = amina.event(Registers.SET, Registers.payload("k", "two"));
        Place open = world.open(amina, other);

        Set<Place> unseen = world.stage(open, List.of(other), event);

        assertEquals(Set.of(), unseen);
        assertEquals(List.of("two"), world.values("k"));
        world.projections.retract(open);
        world.settle();
        assertEquals(List.of("one"), world.values("k"));
    }

    @Test
    void anEventThatWasStagedDuringTheHistoryFoldsOnce() {
        Write one = World.write(bakary, NONE, NOON, "k", "one");
        Place other = one.addTo(world);
        Place open = world.open(amina, other);
        world.projections.install(registers, List.of(other, open));
        Event event = amina.event(Registers.SET, Registers.payload("k", "two"));

        world.stage(open, List.of(other), event);
        world.settle();

        assertEquals(List.of("two"), world.values("k"));
        assertEquals(1, Registers.heads(world.shown(), "k").size());
    }

    @Test
    void aSpotThatComesTwiceStandsOnceWhateverTheOrderIs() {
        Place first = World.write(amina, NONE, NOON, "k", "a").addTo(world);
        Place second = World.write(bakary, NONE, NOON + 1, "k", "b").addTo(world);
        Place third = World.write(new Pen(3), NONE, NOON + 2, "k", "c").addTo(world);
        Thing thing = new Thing();
        thing.room(3);
        List.of(third, first, second).forEach(place -> thing.append(place, 0));

        thing.insert(new Graph.Spot(third, 0));
        thing.sort();

        assertEquals(List.of(new Graph.Spot(first, 0), new Graph.Spot(second, 0),
            new Graph.Spot(third, 0)), IntStream.range(0, thing.size())
            .mapToObj(thing::spot).toList());
    }

    @Test
    void aReducerIsToldWhoWrote() {
        world.install(registers);
        World.write(amina, NONE, NOON, "k", "one").addTo(world);

        assertEquals(amina.identity.device(), registers.seen.device());
        assertEquals(amina.founding.name(), registers.seen.box());
    }

    @Test
    void theEventWithTheLaterTimeTakesPrecedenceThenTheGreaterFeed() {
        world.install(registers);
        Write one = World.write(amina, NONE, NOON, "k", "one");
        Write two = World.write(bakary, NONE, NOON, "k", "two");
        Event later = new Event(amina.note("").id(), Registers.SET, one.event().payload(), "",
            NOON + 1, Optional.empty());
        one.addTo(world);
        two.addTo(world);
        world.add(amina.block(Optional.of(one.sealed()), NOON, List.of(), List.of(later)), later);

        int byFeed = amina.feed().compareTo(bakary.feed());
        assertEquals(Integer.signum(byFeed), Integer.signum(
            registers.seen.precedence(one.event().id(), two.event().id())));
        assertTrue(registers.seen.precedence(one.event().id(), later.id()) < 0);
        assertTrue(registers.seen.precedence(later.id(), two.event().id()) > 0);
        assertTrue(registers.seen.precedence(new EventId(one.event().id().origin(), 99),
            one.event().id()) < 0);
    }
}
