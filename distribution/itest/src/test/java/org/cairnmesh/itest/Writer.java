// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.itest;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.node.Node;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordRef;

/**
 * Appends a draft every millisecond until it is closed: creates a few records, then numbers notes
 * on them and, now and then, sets a field to the number. One that is patient waits for each answer
 * before the next draft, and so knows in which order they were appended; one that is hasty waits
 * only while too many are unanswered.
 */
final class Writer implements AutoCloseable {
    static final String FIELD = "last";
    private static final int RECORDS = 16;
    private static final int SET_EACH = 10;
    private static final long ANSWER_SECONDS_MAX = 60;
    /** More would make a slow machine slower still. */
    private static final int UNANSWERED_MAX = 64;

    private final Node node;
    private final String name;
    private final boolean patient;
    private final Semaphore room;
    private final Ledger ledger = new Ledger();
    private final Thread thread;
    /** Written by its thread alone, read once that has ended. */
    private int drafts;
    private volatile boolean stopping;
    private volatile Throwable fault;

    private Writer(Node node, String name, boolean patient) {
        this.node = node;
        this.name = name;
        this.patient = patient;
        this.room = new Semaphore(patient ? 1 : UNANSWERED_MAX);
        this.thread = new Thread(this::write, "writer " + name);
        thread.start();
    }

    static Writer patient(Node node, String name) {
        return new Writer(node, name, true);
    }

    static Writer hasty(Node node, String name) {
        return new Writer(node, name, false);
    }

    Ledger ledger() {
        return ledger;
    }

    /** The keys of its records. */
    List<String> keys() {
        return IntStream.range(0, RECORDS).mapToObj(this::key).toList();
    }

    /** Returns once so many more drafts were accepted. */
    void goesOn(int more) throws InterruptedException {
        int wanted = ledger.accepted() + more;
        Until.holds(name + " has " + wanted + " drafts accepted",
            () -> ledger.accepted() >= wanted || fault != null, this::state);
        check();
    }

    /** Stops writing, and returns once every draft is answered. */
    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join();
        Until.holds("every draft of " + name + " is answered",
            () -> ledger.answered() == drafts, this::state);
        check();
    }

    /** How long it went without an answer, and how many drafts were accepted. */
    String told() {
        return name + ": longest gap between acknowledgements " + ledger.gapMillis() + " ms, "
            + ledger.accepted() + " accepted";
    }

    private void check() {
        if (fault != null) {
            throw new AssertionError(name + " failed", fault);
        }
    }

    private String state() {
        return ledger.answered() + " answered, refused " + ledger.refused() + ", fault " + fault;
    }

    private void write() {
        try {
            for (int i = 0; i < RECORDS; i++) {
                String key = key(i);
                append(RecordDrafts.create("visit", key, Map.of(), name),
                    new Ledger.Entry(key, Ledger.What.CREATE, ""));
            }
            for (int i = 0; !stopping; i++) {
                String key = key(i % RECORDS);
                RecordRef record = new RecordRef.ByKey(key, "visit");
                append(RecordDrafts.note(record, name + " " + i, name),
                    new Ledger.Entry(key, Ledger.What.NOTE, name + " " + i));
                if (patient && i % SET_EACH == 0) {
                    append(RecordDrafts.set(record, Map.of(FIELD, Item.of(i)), name),
                        new Ledger.Entry(key, Ledger.What.SET, Integer.toString(i)));
                }
            }
        } catch (Throwable e) {
            fault = e;
        }
    }

    private String key(int record) {
        return name + "-" + record;
    }

    private void append(Draft draft, Ledger.Entry entry) throws InterruptedException {
        long began = System.nanoTime();
        if (!room.tryAcquire(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no answer in " + ANSWER_SECONDS_MAX + " seconds");
        }
        drafts++;
        node.append(draft).whenComplete((appended, failed) -> {
            ledger.answered(entry, appended, failed);
            room.release();
        });
        long left = TimeUnit.MILLISECONDS.toNanos(1) - (System.nanoTime() - began);
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }
}
