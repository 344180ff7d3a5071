// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.reduce;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.api.reduce.Key;
import org.cairnmesh.api.reduce.Reducer;
import org.junit.jupiter.api.Test;

/**
 * What every reducer must keep. A provider's test extends this with its reducer and a generator of
 * its events; a failure prints the seed of the history that it failed on.
 */
public abstract class ReducerContract {
    private static final int SEEDS = 40;

    /** A fresh instance at each call. */
    protected abstract Reducer reducer();

    /** An event of one of the reducer's kinds that makes sense: see {@link Drafts#next}. */
    protected abstract Draft draft(Random random, List<Event> known);

    /** Reads a view as its users do; throws what it likes if it cannot. */
    protected void read(Document view) {
        Cbor.decode(Cbor.encode(view.content()));
    }

    @Test
    void saysWhatItIs() {
        assertAll(
            () -> assertFalse(reducer().name().isEmpty()),
            () -> assertTrue(reducer().version() > 0),
            () -> assertFalse(reducer().kinds().isEmpty()),
            () -> assertEquals(reducer().name(), reducer().name()),
            () -> assertEquals(reducer().kinds(), reducer().kinds()));
    }

    @Test
    void theGeneratorDrawsEveryKind() {
        List<Kind> drawn = new ArrayList<>();
        forEachSeed((seed, history) -> history.forEach(told -> drawn.add(told.event().kind())));

        assertTrue(drawn.containsAll(reducer().kinds()), "drawn: " + Map.copyOf(count(drawn)));
    }

    /** As an engine does: whatever arrives late makes it fold that key again from the start. */
    @Test
    void anyOrderOfArrivalFoldsToEqualDocuments() {
        forEachSeed((seed, history) -> {
            Reducer reducer = reducer();
            List<Integer> arrival = new ArrayList<>();
            for (int i = 0; i < history.size(); i++) {
                arrival.add(i);
            }
            Collections.shuffle(arrival, new Random(seed));
            SortedMap<Integer, Told> held = new TreeMap<>();
            Map<Key, Document> documents = new TreeMap<>();
            for (int place : arrival) {
                held.put(place, history.get(place));
                Key key = reducer.key(history.get(place).event());
                documents.put(key, held.values().stream()
                    .filter(told -> reducer.key(told.event()).equals(key))
                    .reduce(Document.EMPTY,
                        (before, told) -> reducer.fold(before, told.event(), told.seen()),
                        (a, b) -> b));
            }

            assertEquals(folded(reducer(), history), documents);
        });
    }

    @Test
    void equalEventsFoldToEqualDocumentsWhoeverFoldsThem() {
        forEachSeed((seed, history) -> {
            Reducer reducer = reducer();
            List<Told> copies = history.stream()
                .map(told -> new Told(copy(told.event()), told.seen())).toList();

            Map<Key, Document> once = folded(reducer, history);

            assertEquals(once, folded(reducer, history));
            assertEquals(once, folded(reducer(), copies));
        });
    }

    @Test
    void anEventThatIsFoldedTwiceBreaksNothing() {
        forEachSeed((seed, history) -> {
            Random random = new Random(seed);
            List<Told> twice = new ArrayList<>(history);
            for (Told told : history) {
                if (random.nextInt(3) == 0) {
                    int first = twice.indexOf(told);
                    twice.add(first + 1 + random.nextInt(twice.size() - first), told);
                }
            }

            Map<Key, Document> documents = folded(reducer(), twice);

            assertEquals(folded(reducer(), history).keySet(), documents.keySet());
            documents.values().forEach(document -> read(reducer().view(document)));
        });
    }

    @Test
    void garbageNeitherThrowsNorSpoilsAView() {
        forEachSeed((seed, history) -> {
            Garbage garbage = new Garbage(new Random(seed));
            Reducer reducer = reducer();
            Map<Key, Document> documents = new TreeMap<>();
            for (Told told : history) {
                fold(reducer, documents, told);
                for (int i = 0; i < 10; i++) {
                    Told spoilt = new Told(
                        with(told.event(), garbage.spoil(told.event().payload())), told.seen());
                    read(reducer.view(fold(reducer, documents, spoilt)));
                }
            }
            documents.values().forEach(document -> read(reducer.view(document)));
        });
    }

    @Test
    void anEmptyPayloadOfAnyKindIsFolded() {
        forEachSeed((seed, history) -> {
            Told told = history.get(0);
            for (Kind kind : reducer().kinds()) {
                Event empty = new Event(told.event().id(), kind, Item.Table.EMPTY, "",
                    told.event().atMillis(), told.event().basis());
                read(reducer().view(fold(reducer(), new TreeMap<>(),
                    new Told(empty, told.seen()))));
            }
        });
    }

    @Test
    void aStateSurvivesItsEncodingAtAnyPoint() {
        forEachSeed((seed, history) -> {
            Reducer reducer = reducer();
            Map<Key, Document> kept = new TreeMap<>();
            Map<Key, Document> decoded = new TreeMap<>();
            for (Told told : history) {
                Document state = fold(reducer, kept, told);
                Key key = reducer.key(told.event());
                decoded.compute(key, (k, before) -> copy(reducer.fold(
                    before == null ? Document.EMPTY : before, told.event(), told.seen())));

                assertEquals(state, decoded.get(key));
                assertEquals(reducer.view(state), reducer.view(decoded.get(key)));
            }
        });
    }

    @Test
    void aViewIsOfTheStateAlone() {
        forEachSeed((seed, history) -> {
            Reducer reducer = reducer();
            Map<Key, Document> documents = folded(reducer, history);

            documents.forEach((key, state) -> {
                Document view = reducer.view(state);
                read(view);
                assertEquals(view, copy(view));
                assertEquals(view, reducer.view(state));
                assertEquals(view, reducer().view(copy(state)));
            });
            assertTrue(reducer.view(Document.EMPTY).isEmpty(), "shows what is not there");
        });
    }

    /** What is done to each history; with the seed, so that more can be drawn. */
    private interface Check {
        void on(long seed, List<Told> history);
    }

    private void forEachSeed(Check check) {
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                check.on(seed, Histories.draw(seed, this::draft));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e, e);
            }
        }
    }

    private static Map<Key, Document> folded(Reducer reducer, List<Told> history) {
        Map<Key, Document> documents = new TreeMap<>();
        history.forEach(told -> fold(reducer, documents, told));
        return documents;
    }

    private static Document fold(Reducer reducer, Map<Key, Document> documents, Told told) {
        Key key = reducer.key(told.event());
        Document before = documents.getOrDefault(key, Document.EMPTY);
        Document after = reducer.fold(before, told.event(), told.seen());
        documents.put(key, after);
        return after;
    }

    private static Event with(Event event, Item.Table payload) {
        return new Event(event.id(), event.kind(), payload, event.by(), event.atMillis(),
            event.basis());
    }

    private static Event copy(Event event) {
        return with(event, (Item.Table) Cbor.decode(Cbor.encode(event.payload())));
    }

    private static Document copy(Document document) {
        return new Document((Item.Table) Cbor.decode(Cbor.encode(document.content())));
    }

    private static <T extends Comparable<T>> Map<T, Integer> count(List<T> list) {
        Map<T, Integer> counts = new TreeMap<>();
        list.forEach(each -> counts.merge(each, 1, Integer::sum));
        return counts;
    }
}
