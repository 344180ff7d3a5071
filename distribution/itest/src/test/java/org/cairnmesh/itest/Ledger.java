// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.itest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.node.Appended;

/** What a writer was told of its drafts. Safe from any thread. */
final class Ledger {
    /** What a draft did. */
    enum What { CREATE, NOTE, SET }

    /** A draft: the key of its record, what it did, and with what text. */
    record Entry(String key, What what, String text) { }

    private final Map<EventId, Entry> accepted = new LinkedHashMap<>();
    private final List<String> refused = new ArrayList<>();
    private final List<String> doubled = new ArrayList<>();
    private long lastNanos = System.nanoTime();
    private long gapNanos;

    synchronized void answered(Entry entry, Appended appended, Throwable fault) {
        long now = System.nanoTime();
        gapNanos = accepted.isEmpty() ? 0 : Math.max(gapNanos, now - lastNanos);
        lastNanos = now;
        if (fault != null || !(appended instanceof Appended.Accepted)) {
            refused.add(entry + ": " + (fault == null ? appended : fault));
        } else if (accepted.put(appended.accepted(), entry) != null) {
            doubled.add(appended.accepted() + " names two drafts, one is " + entry);
        }
    }

    synchronized int accepted() {
        return accepted.size();
    }

    synchronized int answered() {
        return accepted.size() + refused.size() + doubled.size();
    }

    /** Every draft that was not accepted, and every id that was given twice. */
    synchronized List<String> refused() {
        List<String> wrong = new ArrayList<>(refused);
        wrong.addAll(doubled);
        return wrong;
    }

    /** How many drafts of this kind were accepted. */
    synchronized long count(What what) {
        return accepted.values().stream().filter(entry -> entry.what == what).count();
    }

    /** The accepted drafts of this kind on a record, by the ids they were given. */
    synchronized Map<String, String> of(String key, What what) {
        Map<String, String> texts = new TreeMap<>();
        accepted.forEach((id, entry) -> {
            if (entry.key.equals(key) && entry.what == what) {
                texts.put(id.toString(), entry.text);
            }
        });
        return texts;
    }

    /** The accepted draft of this kind on a record that was answered last. */
    synchronized Map<String, String> last(String key, What what) {
        Map<String, String> last = new TreeMap<>();
        accepted.forEach((id, entry) -> {
            if (entry.key.equals(key) && entry.what == what) {
                last.clear();
                last.put(id.toString(), entry.text);
            }
        });
        return last;
    }

    /** The longest time without an answer, in milliseconds. */
    synchronized long gapMillis() {
        return TimeUnit.NANOSECONDS.toMillis(gapNanos);
    }
}
