// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Random;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Admission;
import org.cairnmesh.core.feed.Entry;
import org.cairnmesh.core.feed.Gate;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Refusal;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.cairnmesh.core.feed.Signatures;
import org.cairnmesh.core.feed.Verdict;

/** A box without an engine: a graph, its blocks, and one feed that a test writes to. */
final class SyncBox implements Local {
    final Pen pen;
    final Graph graph = new Graph();
    final Map<Refusal, Integer> refused = new EnumMap<>(Refusal.class);
    final List<Event> waiting = new ArrayList<>();
    /** Blocks of which an envelope is not here. */
    final Set<BlockId> lacking = new HashSet<>();
    final List<BlockId> judged = new ArrayList<>();
    final List<BlockId> expected = new ArrayList<>();
    int contacts;
    long clock = Pen.NOON;
    /** Whose feeds it takes; another era begins whenever that changes. */
    Gate gate = Gate.NONE;
    long era;
    private final Admission admission =
        new Admission(Pen.SPACE, founding -> gate.refusal(founding),
            Signatures.WHEN_ASKED);
    private final Map<Place, Block> blocks = new HashMap<>();
    private Optional<Sealed> last = Optional.empty();

    SyncBox(long seed) {
        pen = new Pen(seed);
    }

    /** Seals a block of its own with this text and these context entries. */
    Sealed write(String text, Entry... context) {
        last = Optional.of(pen.block(last, Pen.NOON + graph.size(), List.of(context),
            List.of(pen.note(text))));
        take(last.get());
        return last.get();
    }

    void take(Sealed... sealed) {
        for (Sealed each : sealed) {
            Verdict verdict = admit(each.block());
            if (!(verdict instanceof Verdict.Admissible)) {
                throw new IllegalArgumentException(verdict.toString());
            }
        }
    }

    int refused(Refusal reason, int otherwise) {
        return refused.getOrDefault(reason, otherwise);
    }

    /** The tips of all feeds, as a text. */
    String holds() {
        return new TreeMap<>(graph.frontier().tips()).toString();
    }

    @Override
    public SpaceId space() {
        return Pen.SPACE;
    }

    @Override
    public DeviceId device() {
        return pen.identity.device();
    }

    @Override
    public long clockMillis() {
        return clock;
    }

    @Override
    public Graph graph() {
        return graph;
    }

    @Override
    public Roster roster() {
        return Roster.of(graph.feeds());
    }

    @Override
    public long era() {
        return era;
    }

    @Override
    public Block block(Place place) {
        return blocks.get(place);
    }

    @Override
    public void contact() {
        contacts++;
        if (!waiting.isEmpty()) {
            last = Optional.of(pen.block(last, Pen.NOON, List.of(), List.copyOf(waiting)));
            waiting.clear();
            take(last.get());
        }
    }

    @Override
    public void expect(Bytes signingKey, Block block) {
        expected.add(block.id());
    }

    @Override
    public Verdict admit(Block block) {
        judged.add(block.id());
        Verdict verdict = admission.judge(graph, block);
        if (verdict instanceof Verdict.Admissible admissible) {
            graph.add(admissible.header(), admissible.id());
            blocks.put(graph.get(block.id()).orElseThrow(), block);
        } else if (verdict instanceof Verdict.Refused refusal) {
            refused(refusal.reason());
        }
        return verdict;
    }

    @Override
    public boolean lacks(Place place) {
        return lacking.contains(place.id());
    }

    @Override
    public void refused(Refusal reason) {
        refused.merge(reason, 1, Integer::sum);
    }

    /** A text that does not compress. */
    static String noise(long seed, int size) {
        return Pen.noise(new Random(seed), size / 2).hex();
    }

    static Bytes spaceBytes() {
        return Pen.SPACE.value().head(Message.SPACE_SIZE);
    }
}
