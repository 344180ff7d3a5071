// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.core.feed.Identity;
import org.junit.jupiter.api.Test;

/** What holds of every roster, however hostile: drawn from seeds, which a failure names. */
class CharterPropertiesTest {
    private static final int SEEDS = 120;

    private static List<Page> shuffled(List<Page> pages, Random random) {
        List<Page> copy = new ArrayList<>(pages);
        for (int i = 0; i < 3 && !pages.isEmpty(); i++) {
            copy.add(pages.get(random.nextInt(pages.size())));
        }
        Collections.shuffle(copy, random);
        return copy;
    }

    private static Charter charter(Rosters rosters, List<Page> pages) {
        return Charter.of(rosters.space, pages);
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() {
        int conflicts = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Rosters rosters = new Rosters(seed, 30);
            List<Page> pages = rosters.pages();
            Charter charter = charter(rosters, pages);

            Random random = new Random(seed);
            for (int i = 0; i < 4; i++) {
                assertEquals(charter, charter(rosters, shuffled(pages, random)), "seed " + seed);
            }
            conflicts += charter.admins().stream().anyMatch(charter.revoked()::containsKey)
                ? 1 : 0;
        }
        assertTrue(conflicts > SEEDS / 4, "rosters with revoked admins: " + conflicts);
    }

    @Test
    void aBoxThatHoldsAPartEndsWithTheSameAsOneThatHoldsAll() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Rosters rosters = new Rosters(seed, 30);
            List<Page> arriving = shuffled(rosters.pages(), new Random(seed));
            Set<Page> held = new HashSet<>();
            Charter charter = charter(rosters, List.of());
            for (Page page : arriving) {
                held.add(page);
                charter = charter(rosters, List.copyOf(held));
            }

            assertEquals(charter(rosters, rosters.pages()), charter, "seed " + seed);
        }
    }

    @Test
    void theOwnersLastWordStands() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Rosters rosters = new Rosters(seed, 30);
            Charter before = charter(rosters, rosters.pages());
            long target = rosters.random.nextInt(Rosters.DEVICES);
            List<Head> heads = rosters.heads(target);
            rosters.owner.write(rosters.latestMillis() + 1,
                new Act.Revoke(Scribe.device(target), heads));

            Charter after = charter(rosters, rosters.pages());

            assertEquals(heads, after.revoked().get(Scribe.device(target)), "seed " + seed);
            assertEquals(before.admins(), after.admins(), "seed " + seed);
        }
    }

    @Test
    void whatAThiefOfARevokedBoxWritesChangesNothing() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Rosters rosters = new Rosters(seed, 25);
            long stolen = rosters.random.nextInt(Rosters.DEVICES);
            rosters.owner.write(rosters.latestMillis() + 1,
                new Act.Revoke(Scribe.device(stolen), rosters.heads(stolen)));
            Charter before = charter(rosters, rosters.pages());

            for (int i = 0; i < 10; i++) {
                rosters.write(stolen);
            }
            Charter after = charter(rosters, rosters.pages());

            assertEquals(withoutWraps(before), withoutWraps(after), "seed " + seed);
        }
    }

    /** Keys that a thief hands out may be read with, but nothing else follows from them. */
    private static Charter withoutWraps(Charter c) {
        return new Charter(c.space(), c.owner(), c.name(), c.open(), c.members(), c.admins(),
            c.revoked(), c.resolved(), c.times(), c.keys(), List.of(), c.newestMillis());
    }

    @Test
    void whatStrangersWriteChangesNothing() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Rosters rosters = new Rosters(seed, 25);
            Charter before = charter(rosters, rosters.pages());
            for (int i = 0; i < 10; i++) {
                rosters.write(Rosters.DEVICES + 3);
            }

            assertEquals(before, charter(rosters, rosters.pages()), "seed " + seed);
        }
    }

    @Test
    void whoIsRevokedByTheOwnerNeverComesBack() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Rosters rosters = new Rosters(seed, 20);
            DeviceId gone = Scribe.device(1);
            rosters.owner.write(new Act.Revoke(gone, List.of()));
            for (int i = 0; i < 20; i++) {
                rosters.write();
            }

            Charter charter = charter(rosters, rosters.pages());

            assertEquals(Charter.Standing.REVOKED, charter.standing(gone), "seed " + seed);
            assertFalse(charter.present().containsKey(gone), "seed " + seed);
        }
    }

    @Test
    void nothingIsSealedForWhoIsRevoked() {
        int sealed = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Rosters rosters = new Rosters(seed, 40);
            Charter charter = charter(rosters, rosters.pages());

            if (!charter.open() && !charter.keys().isEmpty() && !charter.needsKey()) {
                Set<DeviceId> holders = charter.keys().get(0).holders();
                assertTrue(Collections.disjoint(holders, charter.revoked().keySet()),
                    "seed " + seed);
                sealed++;
            }
        }
        assertNotEquals(0, sealed);
    }

    @Test
    void correctionsNeverOverlap() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Rosters rosters = new Rosters(seed, 40);

            charter(rosters, rosters.pages()).times().forEach((feed, list) -> {
                for (int i = 1; i < list.size(); i++) {
                    assertTrue(list.get(i - 1).to() < list.get(i).from(), rosters + ": " + list);
                }
            });
        }
    }

    /**
     * Admins that work apart, each with what it has heard so far, by the rules of the clerk. When
     * all have met and tidied up, every member has every key that one of the admins has, and nobody
     * who was revoked has the one that seals. (A key that was made by an admin who is revoked now,
     * for some members only, is left with these and the owner.)
     */
    @Test
    void adminsWhoWorkApartEndWithKeysThatFit() {
        int renewed = 0;
        for (long seed = 0; seed < 20; seed++) {
            Admins admins = new Admins(seed);
            for (int i = 0; i < 14; i++) {
                admins.act();
            }
            admins.meet();
            renewed += admins.charter(0).needsKey() ? 1 : 0;
            List<Admins.Desk> acting = admins.acting();
            acting.forEach(desk -> {
                desk.tidy();
                admins.meet();
            });
            if (!acting.isEmpty()) {
                fits(admins, acting, "seed " + seed);
            }
        }
        assertNotEquals(0, renewed);
    }

    private static void fits(Admins admins, List<Admins.Desk> acting, String what) {
        Charter charter = admins.charter(0);
        Bytes sealing = charter.keys().get(0).id();
        Set<Bytes> known = new HashSet<>();
        acting.forEach(desk -> known.addAll(desk.keys()));
        assertFalse(charter.needsKey(), what);
        assertTrue(Collections.disjoint(charter.lacking().keySet(), known), what);
        for (Map.Entry<DeviceId, Identity> device : admins.devices.entrySet()) {
            Set<Bytes> ring = charter.keyring(device.getValue()).keySet();
            if (charter.present().containsKey(device.getKey())) {
                assertTrue(charter.keys().stream().map(Charter.Key::id)
                    .filter(known::contains).allMatch(ring::contains), what);
                assertEquals(Optional.of(sealing), charter.sealingKey(ring), what);
            } else {
                assertFalse(ring.contains(sealing), what);
            }
        }
    }
}
