// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cairnmesh.api.data.Bytes;

/** The boxes that were heard on one medium; of very many, those heard last. */
public final class Peers {
    private static final int PEERS_MAX = 256;

    private final Map<Bytes, Peer> peers = new LinkedHashMap<>();

    /**
     * A box that was heard.
     *
     * @param id      the first bytes of its device's id
     * @param roster  the tag of the feeds that it knows
     * @param equal   whether it held the same when it was last heard
     * @param blocks  how many blocks it held then
     * @param problem why nothing is exchanged with it, or empty
     */
    public record Peer(Bytes id, Bytes roster, boolean equal, long blocks, long heardMillis,
                       String problem) { }

    void heard(Message.Beacon beacon, boolean equal, long tickMillis) {
        put(new Peer(beacon.sender(), beacon.roster(), equal, beacon.total(), tickMillis, ""));
    }

    /** A frame of another version: of that, only the first bytes of a beacon can be read. */
    void otherVersion(Bytes frame, long tickMillis) {
        int head = 1 + Message.SPACE_SIZE;
        if ((frame.at(0) & 0x0f) == Message.BEACON && frame.size() >= head + Message.BOX_SIZE) {
            put(new Peer(frame.slice(head, Message.BOX_SIZE), Bytes.EMPTY, false, 0, tickMillis,
                "it speaks protocol version " + Message.version(frame) + ", this box version "
                    + Message.VERSION + ": nothing is exchanged"));
        }
    }

    private void put(Peer peer) {
        peers.remove(peer.id);
        if (peers.size() >= PEERS_MAX) {
            Iterator<Bytes> oldest = peers.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        peers.put(peer.id, peer);
    }

    /** Whether every box that was heard knows the feeds of this tag; false if none was heard. */
    boolean sameRoster(Bytes tag) {
        return !peers.isEmpty() && peers.values().stream().allMatch(p -> p.roster.equals(tag));
    }

    List<Peer> list() {
        return List.copyOf(peers.values());
    }
}
