// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.fold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.core.feed.Graph.Spot;
import org.cairnmesh.core.feed.Place;

/**
 * The events of one key in their total order, and the document that they fold into. There are as
 * many spots as events on a box, so they are kept in arrays and made when asked for.
 */
final class Thing {
    private static final int ROOM = 2;

    /** Nothing while it lies in the checkpoint only. */
    Optional<Document> state = Optional.of(Document.EMPTY);
    /** Whether the document no longer follows from the events. */
    boolean dirty;
    /** Whether it is not in the checkpoint as it is here. */
    boolean changed;
    /** Whether it is in the checkpoint at all, and the check of what is there. */
    boolean kept;
    int check;
    private Place[] places = new Place[ROOM];
    private short[] indexes = new short[ROOM];
    private int size;

    int size() {
        return size;
    }

    Spot spot(int at) {
        return new Spot(places[at], indexes[at]);
    }

    /** Whether an event at this spot comes after all others. */
    boolean isLast(Spot spot) {
        return size == 0 || spot(size - 1).compareTo(spot) < 0;
    }

    void insert(Spot spot) {
        int at = isLast(spot) ? size : -1 - search(spot);
        if (at >= 0) {
            if (size == places.length) {
                room(size + (size >> 1) + 1);
            }
            System.arraycopy(places, at, places, at + 1, size - at);
            System.arraycopy(indexes, at, indexes, at + 1, size - at);
            set(at, spot);
            size++;
        }
    }

    /** Makes room for so many spots. */
    void room(int spots) {
        places = Arrays.copyOf(places, spots);
        indexes = Arrays.copyOf(indexes, spots);
    }

    /** Adds a spot that is known to come last. */
    void append(Place place, int index) {
        places[size] = place;
        indexes[size++] = (short) index;
    }

    private void set(int at, Spot spot) {
        places[at] = spot.place();
        indexes[at] = (short) spot.index();
    }

    private int search(Spot spot) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            int order = spot(middle).compareTo(spot);
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order > 0 ? middle - 1 : high;
        }
        return -1 - low;
    }

    /** Puts the events in order; one that was inserted out of order may stand there twice. */
    void sort() {
        List<Spot> all = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            all.add(spot(i));
        }
        replace(all.stream().sorted().distinct().toList());
    }

    void retract(Place place) {
        List<Spot> left = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            if (places[i] != place) {
                left.add(spot(i));
            }
        }
        replace(left);
        dirty = true;
    }

    private void replace(List<Spot> spots) {
        Arrays.fill(places, null);
        size = 0;
        for (Spot spot : spots) {
            set(size++, spot);
        }
    }
}
