// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.second;

import java.util.ArrayList;
import java.util.List;

/** The last values of a path, and what else is remembered there. */
final class SecondShelf {
    final List<Value> values = new ArrayList<>();
    int last = -1;
    boolean numbered;
    long number;
    long step;
    long behind;
    int lastType;
    int lastKind;
    int lastCount;
    int trail;
    int lastDigits;
    final int[] parts = new int[3];
    private final List<Integer> followers = new ArrayList<>();
    private int oldest;
    private int octets;
    private int returns;

    SecondShelf() { }

    SecondShelf(SecondShelf other) {
        values.addAll(other.values);
        last = other.last;
        numbered = other.numbered;
        number = other.number;
        step = other.step;
        behind = other.behind;
        lastType = other.lastType;
        lastKind = other.lastKind;
        lastCount = other.lastCount;
        trail = other.trail;
        lastDigits = other.lastDigits;
        System.arraycopy(other.parts, 0, parts, 0, parts.length);
        followers.addAll(other.followers);
        oldest = other.oldest;
        octets = other.octets;
        returns = other.returns;
    }

    int follower() {
        return last < 0 ? -1 : followers.get(last);
    }

    Value again(int index) {
        Value value = values.get(index);
        returns++;
        moveTo(index);
        return value;
    }

    private void moveTo(int index) {
        if (last >= 0) {
            followers.set(last, index);
        }
        last = index;
    }

    /** Puts a new value here; how many octets went for it. */
    int keep(Value value) {
        int size = value.octets().length;
        int gone = 0;
        int index = values.size();
        if (index < 4 || index < 512 && octets + size <= 4096 + 64 * returns) {
            values.add(value);
            followers.add(index);
        } else {
            index = oldest;
            oldest = (oldest + 1) % values.size();
            gone = values.get(index).octets().length;
            values.set(index, value);
            followers.set(index, index);
        }
        octets += size - gone;
        moveTo(index);
        return gone;
    }
}
