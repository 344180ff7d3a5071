// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.event.FeedId;

/** The blocks of one feed that are held: a chain, or a tree where it has forked. */
public final class Feed {
    private final FeedId id;
    private final Author author;
    private final List<Branch> branches = new ArrayList<>(1);

    Feed(FeedId id, Author author) {
        this.id = id;
        this.author = author;
    }

    public FeedId id() {
        return id;
    }

    public Author author() {
        return author;
    }

    /** The blocks that no held block follows, in no particular order. */
    public List<Place> tips() {
        List<Place> list = new ArrayList<>();
        for (Branch branch : branches) {
            Place last = branch.places.get(branch.places.size() - 1);
            if (branches.stream().noneMatch(b -> b.parent == branch
                && b.forkNumber == last.number())) {
                list.add(last);
            }
        }
        return list;
    }

    /** The number of the highest block. */
    public long height() {
        long height = 0;
        for (Branch branch : branches) {
            height = Math.max(height, branch.lastNumber());
        }
        return height;
    }

    /** The blocks of one number: none, one, or several where the feed has forked. */
    public List<Place> at(long number) {
        if (branches.size() == 1) {
            Branch only = branches.get(0);
            return number >= 1 && number <= only.lastNumber()
                ? List.of(only.at(number)) : List.of();
        }
        List<Place> list = new ArrayList<>();
        for (Branch branch : branches) {
            if (number > branch.forkNumber && number <= branch.lastNumber()) {
                list.add(branch.at(number));
            }
        }
        return Collections.unmodifiableList(list);
    }

    /** At least as many as there are tips. */
    int branches() {
        return branches.size();
    }

    /** The first block past a fork on the way to a tip, if there is one. */
    Optional<Place> firstContested(Place tip) {
        Place first = null;
        long upTo = tip.number();
        for (Branch branch = tip.branch; branch != null; branch = branch.parent) {
            long from = Math.max(branch.forkNumber + 1, branch.contestedFrom);
            first = from <= upTo ? branch.at(from) : first;
            upTo = branch.forkNumber;
        }
        return Optional.ofNullable(first);
    }

    /** Whether it has ever forked, as far as is held. */
    public boolean forked() {
        return branches.size() > 1;
    }

    /** How many of its blocks stand past a fork. */
    public long contested() {
        long count = 0;
        for (Branch branch : branches) {
            long from = Math.max(branch.contestedFrom, branch.forkNumber + 1);
            count += Math.max(0, branch.lastNumber() - from + 1);
        }
        return count;
    }

    /** Whether a block after this one would make a tip more. */
    boolean forksWith(Optional<Place> previous) {
        return previous.isEmpty() || !tips().contains(previous.get());
    }

    /** Leaves only these, each after the one before it. */
    void keep(List<Place> left) {
        branches.clear();
        left.forEach(this::insert);
    }

    /** Every block that is held and counts, each after the one before it. */
    List<Place> places() {
        List<Place> list = new ArrayList<>();
        branches.forEach(branch -> list.addAll(branch.places));
        list.sort(Comparator.comparingLong(Place::number).thenComparing(Place::id));
        return list;
    }

    /** Gives a place its branch: that of its previous block, or a new one where the feed forks. */
    void insert(Place place) {
        Place previous = place.before();
        if (previous != null && previous.number() == previous.branch.lastNumber()) {
            place.branch = previous.branch;
        } else if (previous != null) {
            place.branch = fork(previous.branch, previous.number());
        } else {
            place.branch = fork(null, 0);
        }
        place.branch.places.add(place);
    }

    private Branch fork(Branch parent, long number) {
        Branch branch = new Branch(parent, number, !branches.isEmpty());
        if (parent != null) {
            parent.contestedFrom = Math.min(parent.contestedFrom, number + 1);
        } else {
            branches.stream().filter(b -> b.parent == null).forEach(b -> b.contestedFrom = 1);
        }
        branches.add(branch);
        return branch;
    }
}
