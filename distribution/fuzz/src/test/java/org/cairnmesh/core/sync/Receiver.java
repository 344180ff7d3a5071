// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.transport.Medium;
import org.cairnmesh.core.feed.Admission;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Refusal;
import org.cairnmesh.core.feed.Samples;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.cairnmesh.core.feed.Verdict;

/** A box that only holds blocks, and its session: what frames from outside come to. */
final class Receiver implements Local {
    static final int MTU = 431;

    final Graph graph = new Graph();
    final Session session;
    private final Samples own;
    private final Admission admission = new Admission(Samples.SPACE);
    private final Map<Place, Block> blocks = new HashMap<>();

    Receiver(Samples own, Iterable<Sealed> held) {
        this.own = own;
        held.forEach(sealed -> admit(sealed.block()));
        this.session = new Session(this, () -> new Medium("ether", MTU, bytes -> bytes * 100L,
            true, false, 1), new Random(1), 0);
    }

    @Override
    public SpaceId space() {
        return Samples.SPACE;
    }

    @Override
    public DeviceId device() {
        return own.identity.device();
    }

    @Override
    public long clockMillis() {
        return Samples.NOON;
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
    public Block block(Place place) {
        return blocks.get(place);
    }

    @Override
    public void contact() { }

    @Override
    public Verdict admit(Block block) {
        Verdict verdict = admission.judge(graph, block);
        if (verdict instanceof Verdict.Admissible admissible) {
            graph.add(admissible.header(), admissible.id());
            blocks.put(graph.get(block.id()).orElseThrow(), block);
        }
        return verdict;
    }

    @Override
    public void refused(Refusal reason) { }
}
