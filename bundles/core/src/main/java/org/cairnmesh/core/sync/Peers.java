// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.cairnmesh.api.data.Bytes;

/** The boxes that were heard on one medium; of very many, those heard last. */
public final class Peers {
    private static final int PEERS_MAX = 256;
    /** Who is heard after so long a silence was away; a box that holds the same may be silent. */
    private static final long CONTACT_MILLIS = 3 * Session.BEACON_LONGEST_MILLIS;
    /** After so long a silence a box has left. */
    private static final long LEFT_MILLIS = 12 * Session.BEACON_LONGEST_MILLIS;

    private final Map<Bytes, Peer> peers = new LinkedHashMap<>();

    /**
     * A box that was heard.
     *
     * @param id      the first bytes of its device's id
     * @param roster  the tag of the feeds that it knows
     * @param equal   whether it held the same when it was last heard
     * @param blocks  how many blocks it held then
     * @param clock   what its clock showed then, in milliseconds since 1970; to half a second
     * @param problem why nothing is exchanged with it, or empty
     */
    public record Peer(Bytes id, Bytes roster, boolean equal, long blocks, long heardMillis,
                       OptionalLong clock, String problem) { }

    void heard(Message.Beacon beacon, boolean equal, long tickMillis) {
        put(new Peer(beacon.sender(), beacon.roster(), equal, beacon.total(), tickMillis,
            OptionalLong.of(Message.clockMillis(beacon.salt())), ""));
    }

    /** A frame of another version: of that, only the first bytes of a beacon can be read. */
    void otherVersion(Bytes frame, long tickMillis) {
        int head = 1 + Message.SPACE_SIZE;
        if ((frame.at(0) & 0x0f) == Message.BEACON && frame.size() >= head + Message.BOX_SIZE) {
            put(new Peer(frame.slice(head, Message.BOX_SIZE), Bytes.EMPTY, false, 0, tickMillis,
                OptionalLong.empty(),
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

    /** Whether hearing a box now is the start of a contact. */
    boolean meets(Bytes id, long tickMillis) {
        Peer peer = peers.get(id);
        return peer == null || peer.heardMillis <= tickMillis - CONTACT_MILLIS;
    }

    /** Whether every box that is here knows the feeds of this tag; false if none is. */
    boolean sameRoster(Bytes tag, long tickMillis) {
        List<Peer> here = peers.values().stream()
            .filter(p -> p.heardMillis > tickMillis - LEFT_MILLIS).toList();
        return !here.isEmpty() && here.stream().allMatch(p -> p.roster.equals(tag));
    }

    List<Peer> list() {
        return List.copyOf(peers.values());
    }
}
