// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Admission;
import org.cairnmesh.core.feed.Author;
import org.cairnmesh.core.feed.Body;
import org.cairnmesh.core.feed.Crypto;
import org.cairnmesh.core.feed.Feed;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Rules;
import org.cairnmesh.core.feed.Sealer;
import org.cairnmesh.core.feed.Verdict;
import org.cairnmesh.core.fold.Registers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Someone has stolen a card, and so the keys and the log of a box: what that box wrote stays. */
class ThiefTest {
    private final Box victim = Rig.box(1);
    private final Held north = held(victim);
    private final Held south = held(Rig.box(2));
    private final Held west = held(Rig.box(3));
    private final List<EventId> honest = new ArrayList<>();
    private FeedId feed;
    private long forged;

    private static Held held(Box box) {
        Held held = new Held(new Journal(new MoodyLog()), box, reason -> { }, Pen.NOON);
        held.install(new Registers(1));
        return held;
    }

    @BeforeEach
    void write() {
        for (int i = 0; i < 5; i++) {
            honest.add(append(north, "k" + i, "honest"));
        }
        give(north, south);
        feed = north.staging.feed().orElseThrow();
    }

    private static EventId append(Held held, String key, String value) {
        EventId id = held.append(Registers.set(key, value)).accepted();
        held.contact();
        settle(held);
        return id;
    }

    private static void settle(Held held) {
        while (!held.fold(100_000, 0)) {
            continue;
        }
        held.commit();
    }

    private static void give(Held from, Held to) {
        blocks(from).forEach(place -> to.admit(from.block(place)));
        settle(to);
    }

    private static List<Place> blocks(Held held) {
        List<Place> places = new ArrayList<>(held.graph().places());
        places.sort(Comparator.comparingLong(Place::number).thenComparing(Place::id));
        return places;
    }

    private static List<String> values(Held held, String key) {
        return Registers.values(held.projections().views().get(Registers.NAME).documents(), key);
    }

    private static Set<EventId> events(Held held) {
        Set<EventId> events = new TreeSet<>();
        blocks(held).forEach(place -> held.events(place).forEach(e -> events.add(e.id())));
        return events;
    }

    /** A block that the thief writes with the stolen keys, after one of the box or as its first. */
    private Block forge(Optional<Place> after, long time) {
        Bytes start = Bytes.ofLong(++forged);
        Event event = new Event(new EventId(Author.origin(victim.identity().device(), start), 0),
            Registers.SET, new Item.Table(Registers.payload("k0", "forged " + forged)), "",
            time, Optional.empty());
        Bytes body = Body.write(List.of(event));
        Header first = Header.decode(north.block(north.graph().feed(feed).orElseThrow().at(1)
            .get(0)).header());
        Header header = new Header(victim.space(), feed,
            after.map(place -> place.number() + 1).orElse(1L),
            after.map(Place::id).orElse(first.previous()),
            after.isPresent() ? Optional.empty() : first.founding(), time, true, List.of(), start,
            0, 1, Header.NONE, Bytes.EMPTY, Crypto.hash(body.toArray()));
        return new Sealer(victim.space(), victim.identity()).sign(header, body).block();
    }

    private Place tip() {
        return north.graph().feed(feed).orElseThrow().at(5).get(0);
    }

    @Test
    void branchesFromEveryBlockHideNothing() {
        for (Place place : blocks(north)) {
            branch(place.previous());
            if (place.number() == 1) {
                // who branches off before a block has not seen it
                assertTrue(values(north, "k0").contains("honest"));
            }
        }

        for (Held held : List.of(north, south)) {
            assertTrue(events(held).containsAll(honest));
            assertEquals(List.of("honest"), values(held, "k4"));
        }
    }

    private void branch(Optional<Place> after) {
        for (int i = 0; i < 3; i++) {
            Block block = forge(after, Pen.NOON + 9_000_000);
            assertInstanceOf(Verdict.Admissible.class, south.admit(block));
            north.admit(block);
        }
        settle(north);
        settle(south);
    }

    @Test
    void theBoxGoesOnInANewFeedThatReachesTheOthers() {
        north.admit(forge(Optional.of(tip()), Limits.TIME_MILLIS_MAX - 1));
        EventId after = append(north, "k4", "after");
        give(north, south);

        assertNotEquals(feed, north.staging.feed().orElseThrow());
        assertTrue(events(south).contains(after));
        assertEquals(List.of("after"), values(south, "k4"));
    }

    @Test
    void aFeedThatTheThiefClosesHidesNothingOfWhatIsHeld() {
        for (int i = 0; i < 2 * Admission.TIPS_MAX; i++) {
            Block block = forge(Optional.empty(), Pen.NOON + i);
            north.admit(block);
            south.admit(block);
        }
        EventId after = append(north, "k4", "after");
        give(north, south);

        for (Held held : List.of(north, south)) {
            Feed closed = held.graph().feed(feed).orElseThrow();
            assertTrue(Admission.closed(held.graph(), closed));
            assertEquals(Admission.TIPS_MAX, closed.tips().size());
            assertTrue(events(held).containsAll(honest));
            assertTrue(events(held).contains(after));
        }
    }

    @Test
    void whoMetTheThiefFirstGetsAllOnceTheOwnerResolves() {
        for (int i = 0; i < Admission.TIPS_MAX; i++) {
            west.admit(forge(Optional.empty(), Pen.NOON + i));
        }
        give(south, west);
        assertTrue(events(west).stream().noneMatch(honest::contains));

        west.obey(new Rules(Map.of(), Map.of(feed,
            List.of(new Rules.Head(5, tip().id()))), Map.of(), OptionalLong.empty()));
        give(south, west);

        assertTrue(events(west).containsAll(honest));
        assertEquals(List.of("honest"), values(west, "k0"));
        assertEquals(honest.size(), events(west).size());
    }

    @Test
    void onceTheDeviceIsCutTheThiefIsGoneAndTheBoxStays() {
        north.admit(forge(Optional.of(tip()), Pen.NOON));
        settle(north);
        EventId after = append(north, "k3", "after");
        give(north, south);
        Rules cut = new Rules(Map.of(feed, List.of(new Rules.Head(5, tip().id()))), Map.of(),
            Map.of(), OptionalLong.empty());

        north.obey(cut);
        south.obey(cut);
        settle(north);
        settle(south);

        for (Held held : List.of(north, south)) {
            Set<EventId> all = new TreeSet<>(honest);
            all.add(after);
            assertEquals(all, events(held));
            assertEquals(List.of("honest"), values(held, "k0"));
            // the block that it named as seen was the thief's: so both values show
            assertEquals(List.of("after", "honest"), values(held, "k3").stream().sorted().toList());
        }
    }

    @Test
    void aBoxWhoseFeedIsCutGoesOnInAnotherWithWhatItHadStaged() {
        north.append(Registers.set("k4", "staged"));
        Rules cut = new Rules(Map.of(feed, List.of(new Rules.Head(5, tip().id()))), Map.of(),
            Map.of(), OptionalLong.empty());

        north.obey(cut);
        append(north, "k3", "after");
        give(north, south);

        assertEquals(List.of("staged"), values(south, "k4"));
        assertEquals(List.of("after"), values(south, "k3"));
        assertEquals(victim.identity().device(),
            north.graph().feed(north.staging.feed().orElseThrow()).orElseThrow().author()
                .device());
    }
}
