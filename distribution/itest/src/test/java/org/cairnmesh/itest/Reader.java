// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cairnmesh.api.node.Node;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.record.Kinds;

/**
 * Reads the records of a writer again and again. A snapshot whose view is not stale must show
 * all that was acknowledged before it was taken.
 */
final class Reader implements AutoCloseable {
    private static final long PAUSE_MILLIS = 2;
    private static final int WRONG_MAX = 10;

    private final Node node;
    private final Writer writer;
    private final Thread thread;
    private final List<String> wrong = new ArrayList<>();
    private volatile boolean stopping;
    private volatile long reads;
    private volatile long stale;

    private Reader(Node node, Writer writer) {
        this.node = node;
        this.writer = writer;
        this.thread = new Thread(this::read, "reader");
        thread.start();
    }

    static Reader of(Node node, Writer writer) {
        return new Reader(node, writer);
    }

    /** Stops reading, and fails if a read did. */
    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join();
        assertEquals(List.of(), wrong);
        assertTrue("nothing was read", reads > 0);
    }

    /** How often it has read, and how often what it read was marked stale. */
    String told() {
        return reads + " reads, " + stale + " of them stale";
    }

    private void read() {
        while (!stopping && wrong.size() < WRONG_MAX) {
            try {
                look();
                reads++;
                Thread.sleep(PAUSE_MILLIS);
            } catch (Throwable e) {
                wrong.add(e.toString());
            }
        }
    }

    private void look() {
        long acknowledged = writer.ledger().count(Ledger.What.NOTE);
        Snapshot snapshot = node.snapshot();
        Records records = new Records(snapshot);
        long shown = records.notes(writer);
        if (!snapshot.hasLog() || !snapshot.views().containsKey(Kinds.REDUCER)) {
            wrong.add("read " + reads + " shows nothing: views " + snapshot.views().keySet()
                + ", problems " + snapshot.problems());
        } else if (records.whole().isEmpty()) {
            stale++;
        } else if (shown < acknowledged) {
            wrong.add("read " + reads + " shows " + shown + " notes of " + acknowledged);
        }
    }
}
