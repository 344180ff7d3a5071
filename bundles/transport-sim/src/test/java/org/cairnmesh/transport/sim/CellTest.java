// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.api.transport.LoRa;
import org.junit.jupiter.api.Test;

final class CellTest {
    private static final LoRa SF8 = new LoRa(8, 125_000, 5);
    private static final long SLOT = Backoff.of(SF8).slotMicros();
    private static final long HOUR = 3_600_000_000L;
    private static final CellSettings CLEAR = CellSettings.clear(SF8, 1);

    @Test
    void deliversToAllInReachOnceTheAirtimeIsOver() {
        Cell cell = cell(CLEAR, 1, "a", "b", "c");

        cell.offer("a", frame(100, 1), 0);
        List<Delivery> heard = run(cell);

        assertEquals(List.of("b", "c"), heard.stream().map(Delivery::to).toList());
        for (Delivery delivery : heard) {
            assertEquals(frame(100, 1), delivery.frame());
            long start = delivery.atMicros() - SF8.micros(100);
            assertTrue(start >= 2 * SLOT && start <= 16 * SLOT, "started at " + start);
        }
        assertEquals(new Traffic(1, 100, SF8.micros(100), 0, 0, 0), cell.traffic().get("a"));
        assertEquals(new Traffic(0, 0, 0, 1, 0, 0), cell.traffic().get("b"));
        assertEquals(new Traffic(1, 100, SF8.micros(100), 2, 0, 0), cell.total());
    }

    @Test
    void deliversNothingBeforeTheAirtimeIsOver() {
        Cell cell = cell(CLEAR, 1, "a", "b");

        cell.offer("a", frame(100, 1), 0);

        assertEquals(List.of(), cell.advance(2 * SLOT + SF8.micros(100) - 1));
        assertEquals(1, cell.advance(16 * SLOT + SF8.micros(100)).size());
    }

    @Test
    void takesTwoFramesAtATimeAndTheNextOnceOneHasEnded() {
        Cell cell = cell(CLEAR, 1, "a", "b");
        assertTrue(cell.offer("a", frame(50, 1), 0));
        assertTrue(cell.offer("a", frame(50, 2), 0));

        assertFalse(cell.offer("a", frame(50, 3), 0));

        while (cell.outstanding("a") == 2) {
            cell.advance(cell.nextMicros().orElseThrow());
        }
        assertEquals(1, cell.traffic().get("a").frames());
        assertTrue(cell.offer("a", frame(50, 3), HOUR));
        assertEquals(3, cell.traffic().get("b").heard() + run(cell).size());
    }

    @Test
    void takesAFrameOfTheMtuAndNoneThatIsLarger() {
        Cell cell = cell(CLEAR, 1, "a", "b");

        assertTrue(cell.offer("a", frame(500, 1), 0));

        assertThrows(IllegalArgumentException.class, () -> cell.offer("a", frame(501, 1), 0));
        assertEquals(1, run(cell).size());
    }

    @Test
    void waitsUntilTheMediumIsSilent() {
        Cell cell = cell(CLEAR, 1, "a", "b", "c");

        cell.offer("a", frame(500, 1), 0);
        cell.advance(20 * SLOT);
        cell.offer("b", frame(500, 2), 20 * SLOT);
        run(cell);

        assertEquals(4, cell.total().heard());
        assertEquals(0, cell.total().collided());
    }

    @Test
    void losesBothOfTwoThatCannotHearEachOther() {
        Cell cell = cell(CLEAR, 1, "a", "between", "c");
        cell.reach("c", "a", false);

        cell.offer("a", frame(500, 1), 0);
        cell.offer("c", frame(500, 2), 0);
        run(cell);

        assertEquals(new Traffic(0, 0, 0, 0, 0, 2), cell.traffic().get("between"));
        assertEquals(0, cell.total().heard());
    }

    @Test
    void missesEachOtherOnlyWhenTheyDrawTheSameSlot() {
        int missed = 0;

        for (int seed = 0; seed < 300; seed++) {
            Cell cell = cell(CLEAR, seed, "a", "b");
            cell.reachAll(false);
            cell.reach("a", "b", true);
            cell.offer("a", frame(200, 1), 0);
            cell.offer("b", frame(200, 2), 0);
            run(cell);
            long collided = cell.total().collided();
            assertEquals(2, collided + cell.total().heard(), "seed " + seed);
            assertNotEquals(1, collided, "a station that sends hears nothing, seed " + seed);
            missed += collided == 2 ? 1 : 0;
        }

        assertTrue(missed > 5 && missed < 50, "1 of 15 is expected: " + missed + " of 300");
    }

    @Test
    void keepsToTheDutyCycleWithAnHourInHand() {
        double duty = 0.01;
        Cell cell = cell(CellSettings.clear(SF8, duty), 1, "a", "b");

        send(cell, "a", 120, 10 * HOUR);

        long airtime = cell.traffic().get("a").airtimeMicros();
        assertTrue(airtime <= 11 * HOUR * duty, airtime + " µs");
        assertTrue(airtime > 10.9 * HOUR * duty, airtime + " µs");
    }

    @Test
    void spendsTheFirstHoursDutyAtOnce() {
        Cell cell = cell(CellSettings.clear(SF8, 0.01), 1, "a", "b");

        send(cell, "a", 120, HOUR / 20);

        assertTrue(cell.traffic().get("a").airtimeMicros() > 0.99 * HOUR * 0.01);
    }

    @Test
    void losesLoRaFramesSoThatLargePacketsAreLostMoreOften() {
        Cell small = cell(CLEAR.withLoss(0.1), 7, "a", "b");
        Cell large = cell(CLEAR.withLoss(0.1), 7, "a", "b");

        send(small, "a", 254, 2 * HOUR);
        send(large, "a", 255, 2 * HOUR);

        assertEquals(0.1, share(small), 0.02);
        assertEquals(0.19, share(large), 0.02);
    }

    @Test
    void repeatsSomeFrames() {
        Cell cell = cell(CLEAR.withRepeat(0.25), 3, "a", "b");

        int heard = send(cell, "a", 30, HOUR).size();

        long sent = cell.traffic().get("a").frames();
        assertEquals(0.25, (double) (heard - sent) / sent, 0.03);
    }

    @Test
    void deliversLateAndSoOutOfOrderButNeverTooLate() {
        Cell cell = cell(CLEAR.withLateMillis(5_000), 3, "a", "b");

        List<Delivery> heard = send(cell, "a", 30, HOUR);
        heard.addAll(run(cell));

        List<Integer> numbers = heard.stream()
            .map(delivery -> (int) delivery.frame().bytes().head(8).toLong()).toList();
        List<Integer> sorted = numbers.stream().sorted().toList();
        assertEquals(cell.traffic().get("a").frames(), sorted.stream().distinct().count());
        assertNotEquals(sorted, numbers);
        for (int i = 1; i < heard.size(); i++) {
            assertTrue(heard.get(i - 1).atMicros() <= heard.get(i).atMicros());
            assertTrue(numbers.get(i) > numbers.get(i - 1) - 60, "five seconds are few frames");
        }
    }

    @Test
    void isCutAndHealed() {
        Cell cell = cell(CLEAR, 1, "a", "b", "c");

        cell.reachAll(false);
        cell.reach("a", "c", true);
        cell.offer("a", frame(20, 1), 0);
        List<Delivery> cut = run(cell);
        cell.reachAll(true);
        cell.offer("a", frame(20, 2), HOUR);
        List<Delivery> healed = run(cell);

        assertEquals(List.of("c"), cut.stream().map(Delivery::to).toList());
        assertEquals(List.of("b", "c"), healed.stream().map(Delivery::to).toList());
    }

    @Test
    void losesTheFrameThatIsOnTheAirWhenItIsCut() {
        Cell cell = cell(CLEAR, 1, "a", "b");

        cell.offer("a", frame(500, 1), 0);
        cell.advance(20 * SLOT);
        cell.reach("a", "b", false);

        assertEquals(List.of(), run(cell));
        assertEquals(1, cell.traffic().get("b").lost());
    }

    @Test
    void comesBackWithTheDutyAndTheCountersThatItLeftWith() {
        Cell cell = cell(CellSettings.clear(SF8, 0.01), 1, "a", "b");
        send(cell, "a", 120, HOUR / 10);
        Traffic before = cell.traffic().get("a");

        cell.leave("a");
        assertTrue(cell.join("a", HOUR / 10));
        send(cell, "a", 120, HOUR / 10, HOUR / 10 + 10_000_000);

        long more = cell.traffic().get("a").airtimeMicros() - before.airtimeMicros();
        assertTrue(more <= 0.01 * 10_000_000 + SF8.micros(120), more + " µs");
    }

    @Test
    void dropsWhatWaitsAtAStationThatLeavesButNotWhatIsOnTheAir() {
        Cell cell = cell(CLEAR, 1, "a", "b");
        cell.offer("a", frame(500, 1), 0);
        cell.offer("a", frame(500, 2), 0);
        cell.advance(20 * SLOT);

        cell.leave("a");
        cell.join("a", 20 * SLOT);
        cell.offer("a", frame(500, 3), 20 * SLOT);

        assertEquals(1, cell.outstanding("a"));
        assertEquals(List.of(frame(500, 1), frame(500, 3)),
            run(cell).stream().map(Delivery::frame).toList());
    }

    @Test
    void letsInEachNameOnceAndSoManyStationsOnly() {
        Cell cell = new Cell(CLEAR, new Random(1));
        for (int i = 0; i < Cell.STATIONS_MAX; i++) {
            assertTrue(cell.join("s" + i, 0));
        }

        assertFalse(cell.join("s0", 0));
        assertFalse(cell.join("another", 0));
        cell.leave("s0");

        assertTrue(cell.join("s0", 0));
    }

    @Test
    void remembersSoManyPairsOnly() {
        Cell cell = new Cell(CLEAR, new Random(1));
        for (int i = 0; i < Reach.PAIRS_MAX; i++) {
            assertTrue(cell.reach("a", "s" + i, false));
        }

        assertTrue(cell.reach("s0", "a", false), "known already");
        assertFalse(cell.reach("a", "another", false));
        assertTrue(cell.reach("a", "s0", true));

        assertTrue(cell.reach("a", "another", false));
    }

    @Test
    void accountsForEveryFrameAtEveryReceiver() {
        for (int seed = 0; seed < 40; seed++) {
            CellSettings rough = CLEAR.withLoss(0.1).withLateMillis(2_000);
            Cell cell = cell(rough, seed, "a", "b", "c", "d");
            Random random = new Random(seed);
            for (long now = 0; now < 60_000_000; now += 100_000) {
                cell.advance(now);
                String sender = List.of("a", "b", "c", "d").get(random.nextInt(4));
                cell.offer(sender, frame(1 + random.nextInt(500), 1), now);
            }
            run(cell);

            Traffic total = cell.total();
            assertEquals(3 * total.frames(), total.heard() + total.lost() + total.collided(),
                "seed " + seed);
            assertTrue(total.airtimeMicros() < 70_000_000, "one channel, seed " + seed);
        }
    }

    @Test
    void doesTheSameForTheSameSeedAndElseAnother() {
        CellSettings rough = CLEAR.withLoss(0.2).withRepeat(0.1).withLateMillis(500);

        List<Delivery> first = send(cell(rough, 5, "a", "b", "c"), "a", 80, HOUR / 10);
        List<Delivery> again = send(cell(rough, 5, "a", "b", "c"), "a", 80, HOUR / 10);
        List<Delivery> other = send(cell(rough, 6, "a", "b", "c"), "a", 80, HOUR / 10);

        assertEquals(first, again);
        assertNotEquals(first, other);
    }

    @Test
    void refusesSettingsThatNoCellHas() {
        for (double share : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> CLEAR.withLoss(share));
            assertThrows(IllegalArgumentException.class, () -> CLEAR.withRepeat(share));
            assertThrows(IllegalArgumentException.class, () -> CellSettings.clear(SF8, share));
        }
        assertThrows(IllegalArgumentException.class, () -> CellSettings.clear(SF8, 0));
        assertThrows(IllegalArgumentException.class, () -> CLEAR.withLateMillis(-1));
        // Such a frame could never be sent and would block its station for ever.
        assertThrows(IllegalArgumentException.class,
            () -> CellSettings.clear(new LoRa(12, 125_000, 5), 0.001));
    }

    private static Cell cell(CellSettings settings, long seed, String... names) {
        Cell cell = new Cell(settings, new Random(seed));
        for (String name : names) {
            cell.join(name, 0);
        }
        return cell;
    }

    /** Runs until nothing is left to happen. */
    private static List<Delivery> run(Cell cell) {
        List<Delivery> heard = new ArrayList<>();
        for (OptionalLong next = cell.nextMicros(); next.isPresent(); next = cell.nextMicros()) {
            heard.addAll(cell.advance(next.getAsLong()));
        }
        return heard;
    }

    /** Sends numbered frames as fast as the cell takes them, until a time is reached. */
    private static List<Delivery> send(Cell cell, String from, int bytes, long untilMicros) {
        return send(cell, from, bytes, 0, untilMicros);
    }

    private static List<Delivery> send(Cell cell, String from, int bytes, long fromMicros,
                                       long untilMicros) {
        List<Delivery> heard = new ArrayList<>();
        long now = fromMicros;
        for (int number = 0; now < untilMicros; ) {
            if (cell.offer(from, numbered(bytes, number), now)) {
                number++;
            } else {
                now = Math.min(untilMicros, cell.nextMicros().orElseThrow());
                heard.addAll(cell.advance(now));
            }
        }
        return heard;
    }

    private static double share(Cell cell) {
        return (double) cell.traffic().get("b").lost() / cell.traffic().get("a").frames();
    }

    private static Frame numbered(int bytes, int number) {
        byte[] content = new byte[bytes];
        Bytes.ofLong(number).copyTo(content, 0);
        return new Frame(Bytes.of(content));
    }

    private static Frame frame(int bytes, int seed) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return new Frame(Bytes.of(content));
    }
}
