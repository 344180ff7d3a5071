// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.log.Aside;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordRef;
import org.cairnmesh.core.engine.Box;
import org.cairnmesh.core.engine.Held;
import org.cairnmesh.core.engine.Journal;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.testkit.log.MemoryEventLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A box that is killed, whose power is cut, whose disk forgets, whose file rots and is cut off, at
 * seeded places, and that meets another box now and then. It always starts; what it acknowledged is
 * there unless its bytes were damaged; then people are told, and what the other box has comes back.
 */
class TortureTest {
    private static final int ROUNDS = Integer.getInteger("cairn.torture", 50);
    private static final Logger LOG = Logger.getLogger(LogFile.class.getName());

    @BeforeAll
    static void doNotTellOfEachFailure() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void tellAgain() {
        LOG.setLevel(null);
    }

    @Test
    void aBoxSurvivesWhateverHappensToItsDisk() {
        int[] seen = new int[4];
        for (long seed = 0; seed < ROUNDS; seed++) {
            Round round = new Round(seed);
            try {
                round.run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", life " + round.life, e);
            }
            seen[0] += round.cuts;
            seen[1] += round.damages;
            seen[2] += round.told;
            seen[3] += round.acknowledged.size();
        }
        assertTrue(seen[0] > ROUNDS / 2, "the power was hardly cut: " + seen[0]);
        assertTrue(seen[1] > ROUNDS, "hardly anything was damaged: " + seen[1]);
        assertTrue(seen[2] > ROUNDS / 10, "hardly any damage was told: " + seen[2]);
        assertTrue(seen[3] > 10 * ROUNDS, "hardly anything was recorded: " + seen[3]);
    }

    /** What happened to the disk between two lives. */
    private enum Mishap {
        NONE, KILL, CUT, ROT, CUT_OFF
    }

    private static final class Round {
        private static final Path FILE = Path.of("log.mv");
        private static final int LIVES = 4;
        private static final int STEPS = 14;

        private final Random random;
        private final long seed;
        private final ForgetfulDisk disk;
        private final Box box;
        private final Held peer;
        private final Set<EventId> acknowledged = new HashSet<>();
        private int life;
        private int cuts;
        private int damages;
        private int told;
        private int records;

        Round(long seed) {
            this.seed = seed;
            random = new Random(seed);
            disk = new ForgetfulDisk(seed);
            box = box("victim", seed);
            peer = new Held(new Journal(new MemoryEventLog(Bytes.ofLong(seed))),
                box("peer", -1 - seed), reason -> { }, now());
        }

        private static Box box(String name, long seed) {
            Random drawn = new Random(seed);
            byte[] secret = new byte[Identity.SECRET_SIZE];
            drawn.nextBytes(secret);
            return new Box(new Identity(Bytes.of(secret)), name, "demo", drawn);
        }

        private long now() {
            return 1_800_000_000_000L + 60_000L * life;
        }

        void run() {
            for (life = 0; life < LIVES; life++) {
                Mishap mishap = Mishap.values()[random.nextInt(Mishap.values().length)];
                if (mishap == Mishap.CUT) {
                    disk.cutAfter(random.nextInt(60));
                }
                live(mishap);
                if (mishap != Mishap.KILL) {
                    disk.reboot();
                }
                boolean rots = mishap == Mishap.ROT || mishap == Mishap.CUT_OFF;
                if (rots && disk.damage(FILE, random, mishap == Mishap.CUT_OFF)) {
                    damages++;
                    mend(mishap);
                }
            }
            live(Mishap.NONE);
        }

        /** Records and meets the other box until the life ends. */
        private void live(Mishap mishap) {
            try (OneLog log = open()) {
                Held victim = start(log);
                for (EventId event : acknowledged) {
                    assertFalse(victim.graph().locate(event).isEmpty(), "lost " + event);
                }
                for (int i = 0; i < STEPS; i++) {
                    step(victim);
                }
            } catch (EventLogException e) {
                assertEquals(Mishap.CUT, mishap, "failed on a healthy disk: " + e);
                cuts++;
            }
        }

        private Held start(EventLog log) {
            EventLogException last = new EventLogException("not tried");
            for (int i = 0; i < 5 && !disk.isCut(); i++) {
                try {
                    Held victim = new Held(new Journal(log), box, reason -> { }, now());
                    victim.commit();
                    return victim;
                } catch (EventLogException e) {
                    // as the engine does: what fails is read again
                    last = e;
                }
            }
            throw last;
        }

        private void step(Held victim) {
            switch (random.nextInt(6)) {
                case 0 -> {
                    victim.contact();
                    victim.commit();
                    meet(victim, peer);
                }
                case 1 -> {
                    append(peer);
                    peer.contact();
                    peer.commit();
                    meet(peer, victim);
                }
                case 2 -> {
                    victim.contact();
                    victim.commit();
                }
                default -> acknowledged.add(append(victim));
            }
        }

        /** The event counts as acknowledged once the commit has returned. */
        private EventId append(Held to) {
            EventId event = to.append(RecordDrafts.set(new RecordRef.ByKey("r" + records++, "form"),
                Map.of("field", Item.of(random.nextInt(1_000))), "")).accepted();
            to.commit();
            return event;
        }

        private static void meet(Held from, Held to) {
            List<Place> places = new ArrayList<>(from.graph().places());
            places.sort(Comparator.comparingLong(Place::number).thenComparing(Place::id));
            for (Place place : places) {
                if (to.graph().get(place.id()).isEmpty()) {
                    to.admit(from.block(place));
                    to.commit();
                }
            }
        }

        /** After damage: what is gone is named or was cut off; what the other has comes back. */
        private void mend(Mishap mishap) {
            try (OneLog log = open()) {
                Held victim = start(log);
                Aside aside = log.aside();
                boolean named = !aside.blocks().isEmpty() || aside.staged() > 0
                    || !aside.notes().isEmpty();
                told += named ? 1 : 0;
                List<EventId> gone = acknowledged.stream()
                    .filter(event -> victim.graph().locate(event).isEmpty()).toList();
                assertTrue(gone.isEmpty() || named || mishap == Mishap.CUT_OFF,
                    "lost without a word: " + gone);
                meet(peer, victim);
                for (Place place : peer.graph().places()) {
                    Block block = victim.block(victim.graph().get(place.id()).orElseThrow());
                    assertEquals(peer.block(place), block);
                }
                acknowledged.removeIf(event -> victim.graph().locate(event).isEmpty());
            }
        }

        private OneLog open() {
            return new OneLog(disk, FILE, new Random(seed * 31 + life), 60_000);
        }
    }
}
