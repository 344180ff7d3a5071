// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.second;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a wire block: what it leaves out comes from the block before it. */
public final class SecondWire {
    static final int FOUNDING = 1;
    private static final int CLOCK_SET = 2;
    private static final int CONTINUES = 4;
    private static final int ORDINALS = 8;
    private static final int HISTORY = 16;
    private static final int KEY = 32;
    private static final int NO_KEY = 64;
    private static final int PLAIN = 128;
    private static final int ENVELOPES = 256;

    private SecondWire() { }

    /** A block as a box keeps it; without a signature it is not valid. */
    public static SecondBlock kept(byte[] header, byte[] body, Optional<SecondBlock> previous) {
        return new SecondBlock(header, body, List.of(), new byte[64], previous).read(Map.of());
    }

    /**
     * The block, unless it follows another one than is given.
     *
     * @param feeds    the ids of the feeds that sender and receiver know, ascending
     * @param keysHeld of the space, by id
     */
    public static Optional<SecondBlock> read(byte[] wire, byte[] space,
            Optional<SecondBlock> previous, List<String> feeds, Map<String, byte[]> keysHeld) {
        Octets in = new Octets(wire);
        int flags = (int) in.n();
        byte[] key = (flags & KEY) != 0 ? in.take(4) : (flags & NO_KEY) != 0 ? new byte[0]
            : previous.map(before -> before.bytes(12)).orElse(new byte[0]);
        List<Object> header = new ArrayList<>(List.of(1L, space));
        if ((flags & FOUNDING) != 0) {
            byte[] keys = in.take(64);
            byte[] nonce = in.take(8);
            boolean roster = in.octet() == 1;
            String name = new String(in.take((int) in.n()), StandardCharsets.UTF_8);
            header.addAll(List.of(SecondBlock.feedOf(roster, space, keys, nonce), 1L,
                roster ? List.of(keys, nonce, name, 1L) : List.of(keys, nonce, name), in.big(6)));
        } else {
            SecondBlock before = previous.orElseThrow();
            if (!before.id.startsWith(in.hex(2))) {
                return Optional.empty();
            }
            header.addAll(List.of(before.bytes(2), before.number() + 1, Octets.bytes(before.id),
                before.time() + in.z()));
        }
        header.add((flags & CLOCK_SET) != 0);
        boolean continues = (flags & CONTINUES) != 0;
        byte[] start = continues ? previous.orElseThrow().bytes(8) : in.take(8);
        long first = continues ? previous.orElseThrow().first() + previous.get().events()
            : in.n();
        long events = in.n();
        List<Object> context = new ArrayList<>();
        for (long entries = in.n(); entries > 0; entries--) {
            byte[] feed = (flags & ORDINALS) == 0 ? in.take(16)
                : Octets.bytes(feeds.get((int) in.n()));
            context.add(List.of(feed, in.n(), in.take(2)));
        }
        List<byte[]> envelopes = new ArrayList<>();
        List<Object> refs = new ArrayList<>();
        for (long left = (flags & ENVELOPES) == 0 ? 0 : in.n(); left > 0; left--) {
            long event = in.n();
            byte[] envelope = in.take((int) in.n());
            envelopes.add(envelope);
            refs.add(List.of(event, envelope.length == 0 ? in.take(16)
                : Arrays.copyOf(Octets.sha256(envelope), 16)));
        }
        byte[] signature = in.take(64);
        byte[] body = in.rest();
        header.addAll(List.of(context, start, first, events,
            (flags & HISTORY) != 0 ? 1L : (flags & PLAIN) != 0 ? 2L : 0L, key,
            Octets.sha256(body)));
        if (!refs.isEmpty()) {
            header.add(refs);
        }
        return Optional.of(
            new SecondBlock(PlainCbor.write(header), body, envelopes, signature, previous)
                .read(keysHeld));
    }
}
