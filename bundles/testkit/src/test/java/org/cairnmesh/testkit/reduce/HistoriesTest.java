// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.node.Draft;
import org.junit.jupiter.api.Test;

class HistoriesTest {
    @Test
    void aSeedGivesTheSameHistoryAgain() {
        assertEquals(events(3), events(3));
        assertTrue(!events(3).equals(events(4)));
    }

    @Test
    void whatAnAuthorHadSeenComesBeforeWhatItWrote() {
        for (long seed = 0; seed < 200; seed++) {
            List<Told> history = draw(seed);
            for (int i = 0; i < history.size(); i++) {
                for (int j = i; j < history.size(); j++) {
                    assertTrue(!history.get(i).seen().saw(history.get(j).event().id()),
                        "seed " + seed + ": event " + i + " saw event " + j);
                }
            }
        }
    }

    @Test
    void whatAnAuthorHadSeenItGoesOnToHaveSeenUnlessItNamesABasis() {
        for (long seed = 0; seed < 100; seed++) {
            List<Told> plain = draw(seed).stream()
                .filter(told -> told.event().basis().isEmpty()).toList();
            for (Told late : plain) {
                for (Told middle : plain) {
                    for (Told early : plain) {
                        assertTrue(!sees(late, middle) || !sees(middle, early)
                            || sees(late, early), "seed " + seed);
                    }
                }
            }
        }
    }

    @Test
    void aBasisIsAllThatItsAuthorHadSeen() {
        long withBasis = 0;
        for (long seed = 0; seed < 50; seed++) {
            List<Told> history = draw(seed);
            for (Told told : history) {
                if (told.event().basis().isPresent()) {
                    withBasis++;
                    assertEquals(told.event().basis().get().size(), history.stream()
                        .filter(other -> sees(told, other)).count(), "seed " + seed);
                }
            }
        }
        assertTrue(withBasis > 50, "too few: " + withBasis);
    }

    @Test
    void authorsForkAndKnowDifferentThings() {
        long concurrent = 0;
        for (long seed = 0; seed < 50; seed++) {
            List<Told> history = draw(seed);
            concurrent += history.stream().filter(late -> history.stream().anyMatch(early ->
                early.event().atMillis() < late.event().atMillis() && !sees(late, early)
                    && !sees(early, late))).count();
        }
        assertTrue(concurrent > 200, "too few: " + concurrent);
    }

    @Test
    void askingAboutAnEventThatIsNotHeldFails() {
        Told told = draw(1).get(0);

        assertThrows(AssertionError.class,
            () -> told.seen().saw(new EventId(Bytes.ofLong(0), 99)));
    }

    private static boolean sees(Told late, Told early) {
        return late.seen().saw(early.event().id());
    }

    private static List<Event> events(long seed) {
        return draw(seed).stream().map(Told::event).toList();
    }

    private static List<Told> draw(long seed) {
        return Histories.draw(seed, (random, known) -> Draft.of(new Kind("field.set"),
            Item.Table.EMPTY.with("value", Item.of(random.nextInt(9))), "Ana"));
    }
}
