// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.api.transport.Medium;
import org.cairnmesh.api.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a driver must do. The provider's test hands out two transports, not open yet, that hear each
 * other once they are, over a medium that loses nothing when one of them sends.
 */
public abstract class TransportContract {
    /** Two ends of one medium. */
    public record Pair(Transport near, Transport far) { }

    private static final int TRIES_MAX = 20_000;

    private Transport near;
    private Transport far;
    private final HeardFrames nearHeard = new HeardFrames();
    private final HeardFrames farHeard = new HeardFrames();

    /** Called once for each test; what it needs is cleaned up by the provider's own test. */
    protected abstract Pair pair() throws Exception;

    @BeforeEach
    void makePair() throws Exception {
        Pair pair = pair();
        near = pair.near();
        far = pair.far();
    }

    @AfterEach
    void closePair() {
        near.close();
        far.close();
    }

    @Test
    void movesFramesOfEverySizeWhole() throws Exception {
        openBoth();
        int mtu = near.medium().mtuBytes();

        for (int size : new int[] {1, 2, mtu / 2, mtu - 1, mtu}) {
            send(near, frame(size, size));

            assertEquals(List.of(frame(size, size)), farHeard.next(1), "size " + size);
        }
    }

    @Test
    void movesFramesBothWays() throws Exception {
        openBoth();

        send(near, frame(40, 1));
        assertEquals(List.of(frame(40, 1)), farHeard.next(1));
        send(far, frame(40, 2));

        assertEquals(List.of(frame(40, 2)), nearHeard.next(1));
    }

    @Test
    void doesNotHearItself() throws Exception {
        openBoth();

        send(near, frame(30, 1));
        assertEquals(List.of(frame(30, 1)), farHeard.next(1));
        send(far, frame(30, 2));

        assertEquals(List.of(frame(30, 2)), nearHeard.next(1));
        assertEquals(List.of(), nearHeard.rest());
    }

    @Test
    void deliversWhateverItTookThoughItWasFullInBetween() throws Exception {
        openBoth();
        List<Frame> sent = new ArrayList<>();

        for (int i = 0; i < 20; i++) {
            sent.add(frame(20, i));
            send(near, frame(20, i));
        }

        List<Frame> heard = farHeard.next(sent.size());
        assertEquals(sent.size(), heard.size());
        assertEquals(new HashSet<>(sent), new HashSet<>(heard));
    }

    @Test
    void doesNotTakeAFrameThatIsLargerThanTheMedium() throws Exception {
        openBoth();
        int mtu = near.medium().mtuBytes();
        send(near, frame(mtu, 1));
        assertEquals(List.of(frame(mtu, 1)), farHeard.next(1));

        boolean taken = near.transmit(frame(mtu + 1, 2));

        assertFalse(taken);
        send(near, frame(mtu, 3));
        assertEquals(List.of(frame(mtu, 3)), farHeard.next(1), "the driver goes on");
    }

    @Test
    void outlivesAnInboxThatIsFull() throws Exception {
        HeardFrames refused = new HeardFrames();
        near.open(nearHeard);
        far.open(frame -> {
            refused.offer(frame);
            return false;
        });
        settle(refused);

        send(near, frame(25, 1));
        assertEquals(List.of(frame(25, 1)), refused.next(1));
        send(near, frame(25, 2));

        assertEquals(List.of(frame(25, 2)), refused.next(1), "it still offers what it hears");
    }

    @Test
    void transmitsNothingBeforeItIsOpen() {
        assertFalse(near.transmit(frame(10, 1)));
    }

    @Test
    void transmitsNothingOnceItIsClosed() throws Exception {
        openBoth();

        near.close();

        assertFalse(near.transmit(frame(10, 1)));
    }

    @Test
    void closesTwiceAndBeforeItWasOpened() throws Exception {
        near.close();
        openBoth();

        near.close();
        near.close();

        assertFalse(near.transmit(frame(10, 1)));
    }

    @Test
    void opensAgainAndOffersToTheNewInboxOnly() throws Exception {
        openBoth();
        HeardFrames later = new HeardFrames();

        far.close();
        far.open(later);
        settle(later);
        send(near, frame(50, 7));
        Frame heard = later.next().orElseThrow();
        near.close();
        near.open(nearHeard);
        settle(later);

        assertEquals(frame(50, 7), heard);
        assertEquals(List.of(), farHeard.rest());
    }

    @Test
    void saysWhatItsMediumIsWhetherOpenOrNot() throws Exception {
        List<Medium> media = new ArrayList<>(List.of(near.medium()));

        openBoth();
        media.add(near.medium());
        near.close();
        media.add(near.medium());

        for (Medium medium : media) {
            assertFalse(medium.name().isBlank());
            assertTrue(medium.airtime().micros(1) >= 0);
            assertTrue(medium.airtime().micros(medium.mtuBytes()) >= medium.airtime().micros(1),
                "more bytes never take less time");
        }
    }

    private void openBoth() throws Exception {
        near.open(nearHeard);
        far.open(farHeard);
        settle(farHeard);
    }

    /** A driver may need a while to reach its medium: frames that nobody hears yet are no fault. */
    private void settle(HeardFrames heard) throws InterruptedException {
        Frame probe = frame(3, 99);
        Frame last = frame(4, 99);
        for (int i = 0; i < TRIES_MAX && heard.rest().isEmpty(); i++) {
            near.transmit(probe);
            TimeUnit.MILLISECONDS.sleep(1);
        }
        send(near, last);
        while (!heard.next().orElseThrow(() -> new AssertionError("nothing heard")).equals(last)) {
            // Probes that were on their way.
        }
    }

    private static void send(Transport from, Frame frame) throws InterruptedException {
        for (int i = 0; i < TRIES_MAX; i++) {
            if (from.transmit(frame)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        throw new AssertionError("no room for a frame of " + frame.bytes().size() + " bytes");
    }

    private static Frame frame(int size, int seed) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (31 * i + seed);
        }
        return new Frame(Bytes.of(bytes));
    }
}
