// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.api.subscribe.Appender;
import org.cairnmesh.api.subscribe.Change;
import org.cairnmesh.api.subscribe.Cursor;
import org.cairnmesh.api.subscribe.Subscriber;
import org.cairnmesh.core.feed.Place;

/** A subscriber and how far it has come in the order of arrival. */
final class Listener {
    private static final int EVENTS_MAX = 256;

    private final Subscriber subscriber;
    private Optional<Journal> of = Optional.empty();
    private Optional<String> fault = Optional.empty();
    /** How many events it has been told. */
    private long told;
    /** The first block, in the order of arrival, that it has not been told in full. */
    private int block;
    /** How many events had arrived before that block. */
    private long before;

    Listener(Subscriber subscriber) {
        this.subscriber = subscriber;
    }

    /** Tells the next slice, if there is one that is durable; true if that changed anything. */
    boolean tell(Journal journal, List<Event> staged, Appender appender) {
        if (fault.isPresent()) {
            return false;
        }
        try {
            if (of.isEmpty() || of.get() != journal) {
                meet(journal, staged);
            }
            List<Event> events = next(journal, staged);
            if (events.isEmpty()) {
                return false;
            }
            subscriber.changed(
                new Change(events, new Cursor(journal.log.id(), told + events.size())), appender);
            told += events.size();
            return true;
        } catch (OutOfMemoryError | EventLogException e) {
            throw e;
        } catch (Throwable e) {
            fault = Optional.of(e.toString());
            return true;
        }
    }

    /** A cursor past the end is of a log that was restored from a backup since: all is told. */
    private void meet(Journal journal, List<Event> staged) {
        Cursor from = subscriber.from();
        told = from.log().equals(journal.log.id())
            && from.arrival() <= journal.events + staged.size() ? from.arrival() : 0;
        block = 0;
        before = 0;
        of = Optional.of(journal);
    }

    private List<Event> next(Journal journal, List<Event> staged) {
        List<Event> events = new ArrayList<>();
        while (block < journal.arrivals.size() && events.size() < EVENTS_MAX) {
            Place place = journal.arrivals.get(block);
            if (journal.isUnread(place)) {
                return events;
            }
            long end = before + place.events();
            if (told + events.size() >= end) {
                before = end;
                block++;
                continue;
            }
            List<Event> all = place.counts() ? journal.bodies.of(place) : List.of();
            if (all.isEmpty() && !events.isEmpty()) {
                return events;
            }
            if (all.isEmpty()) {
                told = end;
                continue;
            }
            events.addAll(all.subList((int) (told + events.size() - before), all.size()));
        }
        long index = told + events.size() - before;
        if (block == journal.arrivals.size() && index >= 0 && index < staged.size()) {
            events.addAll(staged.subList((int) index, staged.size()));
        }
        return events;
    }

    boolean of(Subscriber other) {
        return subscriber == other;
    }

    Optional<String> problem() {
        return fault.map(what -> "subscriber " + subscriber.getClass().getName()
            + " was set aside: " + what);
    }
}
