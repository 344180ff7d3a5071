// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordRef;
import org.cairnmesh.api.record.Values;
import org.cairnmesh.core.engine.Box;
import org.cairnmesh.core.engine.Held;
import org.cairnmesh.core.engine.Journal;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.testkit.log.MemoryEventLog;

/**
 * A survey as several boxes recorded it: a create for each row and a {@code field.set} for each
 * answered cell, sealed at a packet's worth. The rows are dealt to the boxes in turn; now and then
 * all meet and take what the others have.
 *
 * @param blocks in the order in which another box may take them
 * @param events how many the blocks hold
 * @param rows   how many records they make
 */
record IngestStream(List<Block> blocks, long events, int rows) {
    static final String FORM = "water-point";
    static final String SPACE = "bench";
    static final SpaceId SPACE_ID = Identity.openSpace(SPACE);
    static final long START_MILLIS = 1_790_000_000_000L;

    private static final long ROW_MILLIS = 8 * 60_000;
    private static final int ROWS_BETWEEN_MEETINGS = 300;

    IngestStream {
        blocks = List.copyOf(blocks);
    }

    /** The stream that so many boxes make of a survey; the same seed gives the same blocks. */
    static IngestStream of(Survey survey, int authors, long seed) {
        RandomGenerator random = new Random(seed);
        List<Author> boxes = new ArrayList<>();
        for (int i = 0; i < authors; i++) {
            boxes.add(new Author("box" + i, random));
        }
        List<Block> blocks = new ArrayList<>();
        long now = START_MILLIS;
        long events = 0;
        for (int row = 0; row < survey.rows().size(); row++) {
            now += 1 + random.nextLong(2 * ROW_MILLIS);
            events += boxes.get(row % authors).record(survey, survey.rows().get(row), now);
            if ((row + 1) % ROWS_BETWEEN_MEETINGS == 0) {
                meet(boxes, blocks);
            }
        }
        meet(boxes, blocks);
        return new IngestStream(blocks, events, survey.rows().size());
    }

    private static void meet(List<Author> boxes, List<Block> all) {
        int before = all.size();
        boxes.forEach(box -> all.addAll(box.seal()));
        List<Block> made = all.subList(before, all.size());
        boxes.forEach(box -> made.forEach(box::take));
        boxes.forEach(Author::settle);
    }

    /** A box without reducers: its blocks name what it holds, as the engine does it. */
    private static final class Author {
        private final EventLog log;
        private final Held held;
        private final String name;
        private long arrived;

        Author(String name, RandomGenerator random) {
            this.name = name;
            this.log = new MemoryEventLog(draw(random, 8));
            this.held = held(log, name, random);
        }

        long record(Survey survey, List<String> row, long nowMillis) {
            held.at(nowMillis);
            List<Draft> drafts = drafts(survey, row, name);
            drafts.forEach(held::append);
            held.commit();
            return drafts.size();
        }

        List<Block> seal() {
            held.contact();
            held.commit();
            List<Block> made = log.arrived(arrived, Integer.MAX_VALUE);
            arrived += made.size();
            return made;
        }

        void take(Block block) {
            held.admit(block);
        }

        void settle() {
            held.commit();
            held.fold(Integer.MAX_VALUE, 0);
            arrived = log.blocks();
        }
    }

    /** What a box appends for a row. */
    static List<Draft> drafts(Survey survey, List<String> row, String by) {
        List<Draft> drafts = new ArrayList<>();
        String key = row.get(0);
        drafts.add(RecordDrafts.create(FORM, key, Map.of(), by));
        survey.answers(row).forEach((field, text) -> drafts.add(RecordDrafts.set(
            new RecordRef.ByKey(key, FORM), Map.of(field, Values.parse(text)), by)));
        return drafts;
    }

    /** What a box appends for a row that is submitted at once. */
    static Draft whole(Survey survey, List<String> row, String by) {
        Map<String, Item> values = new TreeMap<>();
        survey.answers(row).forEach((field, text) -> values.put(field, Values.parse(text)));
        return RecordDrafts.create(FORM, row.get(0), values, by);
    }

    /** A fresh box over a log. */
    static Held held(EventLog log, String name, RandomGenerator random) {
        return new Held(new Journal(log), box(name, random), refusal -> { }, START_MILLIS);
    }

    static Box box(String name, RandomGenerator random) {
        return new Box(new Identity(draw(random, Identity.SECRET_SIZE)), name, SPACE, random);
    }

    static Bytes draw(RandomGenerator random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }
}
