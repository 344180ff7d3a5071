// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.api.transport.Inbox;
import org.cairnmesh.api.transport.Medium;
import org.cairnmesh.api.transport.Transport;
import org.cairnmesh.core.fold.Registers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log that takes nothing is shown and shared all the same; what it cannot take is refused. */
class StorageTest {
    private final Rig rig = new Rig();
    private final Rig other = new Rig(Rig.box(2), new MoodyLog());
    private final Wire here = new Wire();
    private final Wire there = new Wire();

    /** One end of a cable that a test moves frames over. */
    private static final class Wire implements Transport {
        private final Deque<Frame> sent = new ArrayDeque<>();
        private Optional<Inbox> inbox = Optional.empty();

        @Override
        public Medium medium() {
            return new Medium("wire", 500, bytes -> 1_000, false, false, 1.0);
        }

        @Override
        public void open(Inbox to) {
            inbox = Optional.of(to);
        }

        @Override
        public boolean transmit(Frame frame) {
            return sent.add(frame);
        }

        @Override
        public void close() { }

        void carryTo(Wire peer) {
            while (!sent.isEmpty()) {
                peer.inbox.orElseThrow().offer(sent.poll());
            }
        }
    }

    @BeforeEach
    void fill() {
        rig.set("k", "shared");
        rig.seal();
        rig.set("k", "staged");
        rig.log.full = true;
        CompletableFuture<Appended> lost = rig.post(Registers.set("k", "lost"));
        rig.pass(5_000);
        assertEquals(Appended.Reason.STORAGE, reason(Rig.told(lost)));
    }

    @Test
    void draftsAreRefusedAtOnceWithTheReason() {
        int reads = rig.log.reads;
        Appended refused = rig.append(Registers.set("k", "more"));

        assertEquals(Appended.Reason.STORAGE, reason(refused));
        assertTrue(((Appended.Refused) refused).detail().contains("the medium is full"));
        assertTrue(rig.snapshot().problems().get(0).contains("the medium is full"));
        assertEquals(reads, rig.log.reads, "the log was read again for a draft");
    }

    @Test
    void whatIsHereIsShown() {
        assertEquals(List.of("staged"), rig.values("k"));
        assertTrue(rig.snapshot().hasLog());
    }

    @Test
    void afterARestartItIsShownToo() {
        rig.start();

        assertEquals(List.of("staged"), rig.values("k"));
        assertEquals(Appended.Reason.STORAGE, reason(rig.append(Registers.set("k", "more"))));
    }

    @Test
    void blocksAreSharedAndNoneThatIsNotDurable() {
        meet(200);

        assertEquals(List.of("shared"), other.values("k"));
        assertEquals(1, rig.log.log.staged().size());
    }

    @Test
    void nothingIsTakenFromOthersUntilThereIsRoom() {
        other.set("k", "theirs");
        meet(200);
        assertEquals(List.of("staged"), rig.values("k"));

        rig.log.full = false;
        meet(2_000);

        assertEquals(List.of(), rig.snapshot().problems());
        assertEquals(List.of("staged", "theirs"), rig.values("k").stream().sorted().toList());
        assertEquals(rig.values("k"), other.values("k"));
    }

    @Test
    void onceThereIsRoomDraftsAreTakenAgain() {
        rig.log.full = false;
        rig.pass(5_000);

        assertEquals(List.of(), rig.snapshot().problems());
        rig.set("k", "again");
        assertEquals(List.of("again"), rig.values("k"));
    }

    private void meet(int turns) {
        rig.loop.bind(here);
        other.loop.bind(there);
        for (int i = 0; i < turns; i++) {
            for (Rig box : List.of(rig, other)) {
                box.now += 50;
                box.tick += 50;
                box.loop.step(Instant.ofEpochMilli(box.now), box.tick);
            }
            here.carryTo(there);
            there.carryTo(here);
        }
        rig.loop.unbind(here);
        other.loop.unbind(there);
        rig.settle();
        other.settle();
    }

    private static Appended.Reason reason(Appended appended) {
        return ((Appended.Refused) appended).reason();
    }
}
