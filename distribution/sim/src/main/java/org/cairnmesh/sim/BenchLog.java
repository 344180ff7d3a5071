// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordRef;
import org.cairnmesh.core.engine.Box;
import org.cairnmesh.core.engine.Held;
import org.cairnmesh.core.engine.Journal;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.store.MvEventLogs;
import org.cairnmesh.testkit.log.MemoryEventLog;

/**
 * A log of many events for the benches, written by a few real boxes: each types records cell by
 * cell, about 40 fields a record, corrects some that it has seen, and meets the others once a day.
 * The same number of events gives the same log.
 */
final class BenchLog {
    static final String FORM = "point";
    private static final long START_MILLIS = 1_780_000_000_000L;
    private static final long EVENT_MILLIS = 5_000;
    private static final int AUTHORS = 3;
    private static final int RECORDS_A_DAY = 30;
    private static final int CORRECT_EVERY = 33;
    private static final int COMMIT_EVERY = 256;

    private final SplittableRandom random = new SplittableRandom(3);
    private final Survey survey;
    private final List<Author> authors = new ArrayList<>();
    private final int events;
    private long now = START_MILLIS;
    private int made;
    private int records;
    private int met;

    /** A box, and how much of each other's log it has been given. */
    private static final class Author {
        final MemoryEventLog log;
        final Held held;
        final Map<Author, Integer> given = new HashMap<>();

        Author(int number) {
            log = new MemoryEventLog(Bytes.ofLong(number));
            held = new Held(new Journal(log), box("author-" + number, number), r -> { },
                START_MILLIS);
        }
    }

    private BenchLog(int events, Path directory) throws IOException {
        this.events = events;
        this.survey = Survey.read(Optional.empty(), directory);
        for (int i = 0; i < AUTHORS; i++) {
            authors.add(new Author(i));
        }
    }

    /** A box whose keys follow from a number. */
    static Box box(String name, int number) {
        byte[] secret = new byte[Identity.SECRET_SIZE];
        new Random(number).nextBytes(secret);
        return new Box(new Identity(Bytes.of(secret)), name, "demo", new Random(number));
    }

    static String key(int record) {
        return String.format("WP-%05d", record);
    }

    /** Writes a log of so many events to {@code log.mv}; answers how many records it holds. */
    static int write(int events, Path directory) throws IOException {
        BenchLog bench = new BenchLog(events, directory);
        while (bench.made < events) {
            bench.day();
        }
        bench.copy(directory.resolve("log.mv"));
        return bench.records;
    }

    private void day() {
        for (Author author : authors) {
            for (int i = 0; i < RECORDS_A_DAY && made < events; i++) {
                record(author);
            }
            author.held.commit();
        }
        meet();
    }

    private void record(Author author) {
        RecordRef ref = new RecordRef.ByKey(key(records), FORM);
        append(author, RecordDrafts.create(FORM, key(records), Map.of(), ""));
        for (String visit : List.of("", "again_")) {
            List<String> row = survey.rows().get(random.nextInt(survey.rows().size()));
            survey.answers(row).forEach((field, value) -> append(author, RecordDrafts.set(ref,
                Map.of(visit + field, Item.of(value)), "Amina")));
        }
        records++;
    }

    private void append(Author author, Draft draft) {
        if (made == events) {
            return;
        }
        made++;
        now += EVENT_MILLIS;
        author.held.at(now);
        author.held.append(draft).accepted();
        if (made % CORRECT_EVERY == 0 && met > 0) {
            append(author, RecordDrafts.set(new RecordRef.ByKey(key(random.nextInt(met)), FORM),
                Map.of("status", Item.of("checked " + made)), "Bakary"));
        }
        if (made % COMMIT_EVERY == 0) {
            author.held.commit();
        }
    }

    private void meet() {
        for (Author author : authors) {
            author.held.contact();
            author.held.commit();
        }
        for (Author from : authors) {
            for (Author to : authors) {
                if (from != to) {
                    give(from, to);
                }
            }
        }
        met = records;
    }

    private static void give(Author from, Author to) {
        List<Place> places = from.held.graph().arrived();
        int start = from.given.getOrDefault(to, 0);
        for (Place place : places.subList(start, places.size())) {
            if (to.held.graph().get(place.id()).isEmpty()) {
                to.held.admit(from.held.block(place));
            }
        }
        from.given.put(to, places.size());
        to.held.commit();
        // a log in memory would keep the text of all blocks
        to.log.checkpoint().tables().keySet().forEach(to.log.checkpoint()::clear);
    }

    private void copy(Path file) {
        MemoryEventLog from = authors.get(0).log;
        try (MvEventLogs logs = MvEventLogs.open(file, new Random(events))) {
            EventLog log = logs.of(box("bench", 0).space());
            List<Block> all = from.arrived(0, Integer.MAX_VALUE);
            for (int i = 0; i < all.size(); i += COMMIT_EVERY) {
                log.commit(Batch.sealing(
                    all.subList(i, Math.min(all.size(), i + COMMIT_EVERY)), 0));
            }
        }
    }
}
