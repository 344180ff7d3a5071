// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.cairnmesh.transport.sim.Cell;
import org.cairnmesh.transport.sim.CellSettings;
import org.cairnmesh.transport.sim.Delivery;

/**
 * Boxes and the cell that they share, in one thread, from one seed: the same seed gives the same
 * history, frame by frame.
 */
public final class SimNet {
    /** When every simulation starts: a time in 2026, in microseconds since 1970. */
    public static final long START_MICROS = 1_790_000_000_000_000L;

    private final Cell cell;
    private final RandomGenerator random;
    private final Map<String, SimBox> boxes = new HashMap<>();
    private final List<SimBox> inOrder = new ArrayList<>();
    private UnaryOperator<List<Delivery>> spoiler = deliveries -> deliveries;
    private long nowMicros = START_MICROS;

    public SimNet(CellSettings settings, long seed) {
        this.random = new Random(seed);
        this.cell = new Cell(settings, new Random(random.nextLong()));
    }

    /** A box more, with keys and delays of its own. */
    public SimBox add(String name) {
        return add(new SimBox(name, cell, new Random(random.nextLong()), nowMicros));
    }

    /** A box that runs from now on with a copy of another's disk, beside it. */
    public SimBox clone(SimBox other, String station) {
        return add(new SimBox(other, station, new Random(random.nextLong()), nowMicros));
    }

    private SimBox add(SimBox box) {
        boxes.put(box.name(), box);
        inOrder.add(box);
        return box;
    }

    public List<SimBox> boxes() {
        return inOrder;
    }

    public Cell cell() {
        return cell;
    }

    public RandomGenerator random() {
        return random;
    }

    public long nowMicros() {
        return nowMicros;
    }

    /** From now on, what is heard goes through this first: it may watch, spoil, add and keep. */
    public void spoil(UnaryOperator<List<Delivery>> with) {
        spoiler = with;
    }

    /** Lets everything happen until then. */
    public void run(long micros) {
        long end = nowMicros + micros;
        while (nowMicros < end) {
            long next = cell.nextMicros().orElse(end);
            for (SimBox box : inOrder) {
                next = Math.min(next, box.wakeMicros());
            }
            nowMicros = Math.max(nowMicros, Math.min(next, end));
            for (Delivery delivery : spoiler.apply(cell.advance(nowMicros))) {
                boxes.get(delivery.to()).hear(delivery.frame(), nowMicros);
            }
            for (SimBox box : inOrder) {
                if (box.wakeMicros() <= nowMicros) {
                    box.step(nowMicros);
                }
            }
        }
    }

    /**
     * Lets everything happen until all boxes agree.
     *
     * @return how long that took, or -1 if they did not within the time
     */
    public long runUntilEqual(long microsMax) {
        long start = nowMicros;
        while (nowMicros - start < microsMax) {
            run(1_000_000);
            if (inOrder.stream().allMatch(box -> box.agrees(inOrder.get(0)))) {
                return nowMicros - start;
            }
        }
        return -1;
    }
}
