// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.subscribe.Appender;
import org.cairnmesh.api.subscribe.Change;
import org.cairnmesh.api.subscribe.Cursor;
import org.cairnmesh.api.subscribe.Subscriber;
import org.cairnmesh.core.feed.Entry;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.cairnmesh.core.feed.Verdict;
import org.cairnmesh.core.fold.Registers;
import org.junit.jupiter.api.Test;

/** Blocks are taken and made durable first, and read and folded after that. */
class UnreadTest {
    private final MoodyLog log = new MoodyLog();
    private final Held held = box(log, 1);
    private final Map<Pen, Sealed> tips = new HashMap<>();

    private static Held box(MoodyLog log, long seed) {
        Held held = new Held(new Journal(log), Rig.box(seed), reason -> { }, Pen.NOON);
        held.install(new Registers(1));
        held.fold(1_000, 0);
        return held;
    }

    /** The next block of a pen: it sets a key. */
    private Sealed write(Pen pen, String key, String value, Entry... context) {
        Sealed sealed = pen.block(Optional.ofNullable(tips.get(pen)), Pen.NOON + tips.size(),
            List.of(context), List.of(pen.event(Registers.SET, Registers.payload(key, value))));
        tips.put(pen, sealed);
        return sealed;
    }

    private static void admit(Held box, Sealed sealed) {
        assertInstanceOf(Verdict.Admissible.class, box.admit(sealed.block()));
    }

    private static List<String> values(Held box, String key) {
        return Registers.values(box.projections().views().get(Registers.NAME).documents(), key);
    }

    private long counted() {
        return held.journal.kinds.values().stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void aBlockIsDurableBeforeItIsRead() {
        admit(held, write(new Pen(5), "k", "theirs"));

        held.commit();

        assertEquals(1, log.log.blocks());
        assertEquals(1, held.journal.events);
        assertEquals(0, counted());
        assertEquals(List.of(), values(held, "k"));
        assertTrue(held.fold(100, 0));
        assertEquals(1, counted());
        assertEquals(List.of("theirs"), values(held, "k"));
    }

    @Test
    void aSliceReadsAboutSoManyEventsInTheOrderOfArrival() {
        Pen pen = new Pen(5);
        for (int i = 0; i < 10; i++) {
            admit(held, write(pen, "k" + i, "v"));
        }

        assertFalse(held.fold(6, 0));

        assertEquals(3, counted());
        assertEquals(List.of("v"), values(held, "k2"));
        assertEquals(List.of(), values(held, "k3"));
        assertTrue(held.fold(100, 0));
        assertEquals(10, counted());
    }

    @Test
    void aContextNamesOnlyWhatIsFolded() {
        Pen one = new Pen(5);
        Pen two = new Pen(6);
        admit(held, write(one, "a", "v"));
        admit(held, write(one, "b", "v"));
        held.fold(4, 0);
        admit(held, write(one, "c", "v"));
        admit(held, write(two, "d", "v"));

        held.append(Registers.set("mine", "v"));
        held.contact();

        Place own = held.journal.arrivals.get(4);
        assertEquals(List.of(new NamedBlock(one.feed(), 2)), named(own));
        held.fold(100, 0);
        held.append(Registers.set("mine", "w"));
        held.contact();
        assertEquals(List.of(new NamedBlock(one.feed(), 3), new NamedBlock(two.feed(), 1)),
            named(held.journal.arrivals.get(5)).stream().sorted(
                (a, b) -> Long.compare(b.number, a.number)).toList());
    }

    private record NamedBlock(FeedId feed, long number) { }

    private static List<NamedBlock> named(Place place) {
        return place.context().stream().map(e -> new NamedBlock(e.feed(), e.number())).toList();
    }

    @Test
    void aDraftDoesNotReplaceAWriteThatNobodyCouldHaveSeen() {
        Sealed theirs = write(new Pen(5), "k", "theirs");
        admit(held, theirs);
        EventId mine = held.append(Registers.set("k", "mine")).accepted();
        assertEquals(List.of("mine"), values(held, "k"));

        held.fold(100, 0);
        held.contact();
        held.commit();

        assertEquals(List.of("mine", "theirs"),
            values(held, "k").stream().sorted().toList());
        MoodyLog other = new MoodyLog();
        Held elsewhere = box(other, 2);
        log.arrived(0, 10).forEach(elsewhere::admit);
        elsewhere.fold(100, 0);
        assertEquals(values(held, "k"), values(elsewhere, "k"));
        assertTrue(held.graph().locate(mine).size() == 1);
    }

    @Test
    void aSubscriberIsToldOnlyWhatIsRead() {
        Pen pen = new Pen(5);
        admit(held, write(pen, "a", "v"));
        admit(held, write(pen, "b", "v"));
        held.fold(1, 0);
        held.commit();
        List<Event> told = new ArrayList<>();
        Listener listener = new Listener(new Subscriber() {
            @Override
            public Cursor from() {
                return Cursor.START;
            }

            @Override
            public void changed(Change change, Appender appender) {
                told.addAll(change.events());
            }
        });

        listener.tell(held.journal, held.staged(), draft -> {
            throw new AssertionError("nothing is appended");
        });
        assertEquals(1, told.size());

        held.fold(100, 0);
        listener.tell(held.journal, held.staged(), draft -> {
            throw new AssertionError("nothing is appended");
        });
        assertEquals(2, told.size());
    }

    @Test
    void aReducerThatComesMeanwhileFoldsEachEventOnce() {
        Registers late = new Registers(2);
        Pen pen = new Pen(5);
        for (int i = 0; i < 6; i++) {
            admit(held, write(pen, "k" + i, "v"));
        }
        held.fold(4, 0);

        held.install(late);
        held.fold(1_000, 0);
        held.fold(1_000, 0);

        assertEquals(6, late.folds());
        assertEquals(List.of("v"), values(held, "k5"));
    }

    @Test
    void theSameIsShownInWhateverSlicesItIsRead() {
        for (long seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            List<Sealed> blocks = history(random);
            Held whole = box(new MoodyLog(), 1);
            blocks.forEach(block -> admit(whole, block));
            whole.fold(100_000, 0);
            Held sliced = box(new MoodyLog(), 1);
            for (Sealed block : blocks) {
                admit(sliced, block);
                if (random.nextBoolean()) {
                    sliced.fold(random.nextInt(6), 0);
                }
                if (random.nextInt(4) == 0) {
                    sliced.commit();
                }
            }
            while (!sliced.fold(2, 0)) {
                continue;
            }

            for (int key = 0; key < 4; key++) {
                assertEquals(values(whole, "k" + key), values(sliced, "k" + key), "seed " + seed);
            }
            assertEquals(whole.journal.kinds, sliced.journal.kinds, "seed " + seed);
        }
    }

    /** Blocks of four boxes as they may arrive: some come before those that they name. */
    private List<Sealed> history(Random random) {
        tips.clear();
        List<Pen> pens = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            pens.add(new Pen(random.nextLong()));
        }
        List<List<Sealed>> feeds = List.of(new ArrayList<>(), new ArrayList<>(),
            new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < 24; i++) {
            int author = random.nextInt(4);
            List<Entry> context = new ArrayList<>();
            for (Pen pen : pens) {
                if (pen != pens.get(author) && tips.containsKey(pen) && random.nextBoolean()) {
                    Sealed tip = tips.get(pen);
                    context.add(new Entry(pen.feed(), tip.header().number(),
                        Entry.check(tip.block().id())));
                }
            }
            feeds.get(author).add(write(pens.get(author), "k" + random.nextInt(4), "v" + i,
                context.toArray(Entry[]::new)));
        }
        List<Sealed> arrival = new ArrayList<>();
        while (feeds.stream().anyMatch(feed -> !feed.isEmpty())) {
            List<Sealed> feed = feeds.get(random.nextInt(4));
            if (!feed.isEmpty()) {
                arrival.add(feed.remove(0));
            }
        }
        return arrival;
    }
}
