// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.second;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A box that only listens: it puts the blocks that it hears of together, checks them, and keeps
 * them. It keeps every piece that it cannot use yet, for ever, and asks nobody.
 */
public final class SecondBox {
    private static final int FLAG_ORDINALS = 1;

    /** What is held, by id. */
    public final Map<String, SecondBlock> blocks = new TreeMap<>();
    /** How many messages of each type were heard and understood. */
    public final Map<String, Integer> heard = new TreeMap<>();
    /** The keys of the space, by id: whoever has them may put them here. */
    public final Map<String, byte[]> keys = new HashMap<>();
    /** Beacons whose digest was that of what is held here. */
    public int equal;
    private final String space;
    private final TreeSet<String> feeds = new TreeSet<>();
    /** The ids of the blocks that no held block follows, by feed. */
    private final Map<String, TreeSet<String>> tips = new HashMap<>();
    private final Map<String, Arriving> arriving = new HashMap<>();

    /** A block of which not all is here: its bytes, which of them, and how feeds were named. */
    private record Arriving(String feed, long number, String check, byte[] bytes, boolean[] here,
                            List<String> roster) {
        boolean complete() {
            for (boolean each : here) {
                if (!each) {
                    return false;
                }
            }
            return true;
        }
    }

    /** @param space the id, in hexadecimal digits */
    public SecondBox(String space) {
        this.space = space;
    }

    /** Holds a block as a box keeps it; it must be valid. */
    public void hold(byte[] header, byte[] body, byte[] signature, List<byte[]> envelopes) {
        Object chain = ((List<?>) PlainCbor.read(header)).get(4);
        Optional<SecondBlock> previous = chain instanceof byte[] id
            ? Optional.of(blocks.get(Octets.hex(id))) : Optional.empty();
        hold(new SecondBlock(header, body, envelopes, signature, previous).read(keys));
    }

    private void hold(SecondBlock block) {
        if (!block.space().equals(space) || !block.valid()) {
            throw new IllegalArgumentException("no block: " + block.id);
        }
        blocks.put(block.id, block);
        feeds.add(block.feed);
        TreeSet<String> ends = tips.computeIfAbsent(block.feed, feed -> new TreeSet<>());
        block.previous.ifPresent(before -> ends.remove(before.id));
        ends.add(block.id);
    }

    /** A frame was heard. */
    public void hear(byte[] frame) {
        Octets in = new Octets(frame);
        int first = in.octet();
        if (first >> 4 != 1 || !space.startsWith(in.hex(2))) {
            return;
        }
        switch (first & 15) {
            case 1 -> beacon(in);
            case 2 -> need(in);
            case 3 -> part(in);
            default -> throw new IllegalArgumentException("message of type " + (first & 15));
        }
        heard.merge(List.of("beacon", "need", "part").get((first & 15) - 1), 1, Integer::sum);
    }

    private String tag() {
        return Octets.hex(Octets.sha256(Octets.bytes(String.join("", feeds)))).substring(0, 8);
    }

    private void beacon(Octets in) {
        in.take(4);
        String tag = in.hex(4);
        long total = in.n();
        byte[] clock = in.take(4);
        String digest = in.hex(8);
        boolean ordinals = (in.octet() & FLAG_ORDINALS) != 0;
        long from = in.n();
        boolean same = digest.equals(digest(clock));
        equal += same ? 1 : 0;
        for (long ordinal = from; in.more(); ordinal++) {
            String feed = ordinals ? named(ordinal, tag) : in.hex(8);
            long height = in.n();
            String check = ordinals ? "" : in.hex(2);
            if (same && !feed.isEmpty()) {
                agree(feed, height, check);
            }
        }
        if (same && (total != blocks.size() || !tag.equals(tag()))) {
            throw new IllegalArgumentException("equal digests and " + total + " blocks");
        }
    }

    private String named(long ordinal, String tag) {
        return tag.equals(tag()) ? List.copyOf(feeds).get((int) ordinal) : "";
    }

    private void agree(String feed, long height, String check) {
        String full = full(feed);
        if (height != height(full) || !Octets.hex(inner(full)).startsWith(check)) {
            throw new IllegalArgumentException("equal digests and another height or check");
        }
    }

    private String full(String prefix) {
        return feeds.stream().filter(id -> id.startsWith(prefix)).findFirst().orElse(prefix);
    }

    private long height(String feed) {
        return tips.get(feed).stream().mapToLong(id -> blocks.get(id).number()).max().orElse(0);
    }

    /** SHA-256 of the ids of the tips of a feed, ascending. */
    private byte[] inner(String feed) {
        return Octets.sha256(Octets.bytes(String.join("", tips.get(feed))));
    }

    private String digest(byte[] clock) {
        List<byte[]> parts = new ArrayList<>(List.of(clock));
        feeds.stream().filter(feed -> tips.get(feed).size() < 64)
            .forEach(feed -> parts.add(inner(feed)));
        return Octets.hex(Octets.sha256(parts.toArray(byte[][]::new))).substring(0, 16);
    }

    private void need(Octets in) {
        in.take(8);
        boolean ordinals = (in.octet() & FLAG_ORDINALS) != 0;
        if (ordinals) {
            in.take(4);
        }
        while (in.more()) {
            if (ordinals) {
                in.n();
            } else {
                in.take(8);
            }
            long counts = in.n();
            for (long known = counts / 4; known > 0; known--) {
                in.n();
                in.take(2);
            }
            if (counts % 2 == 1) {
                in.n();
            }
            if (counts % 4 > 1) {
                in.take((int) in.n());
            }
        }
    }

    private void part(Octets in) {
        boolean ordinals = (in.octet() & FLAG_ORDINALS) != 0;
        String tag = ordinals ? in.hex(4) : "";
        String feed = ordinals ? named(in.n(), tag) : full(in.hex(8));
        long number = in.n();
        String check = in.hex(2);
        int size = (int) in.n();
        int offset = (int) in.n();
        byte[] bytes = in.rest();
        if (feed.isEmpty() || blocks.values().stream().anyMatch(b -> b.number() == number
                && b.feed.startsWith(feed) && b.id.startsWith(check))) {
            return;
        }
        Arriving block = arriving.computeIfAbsent(
            feed.substring(0, 16) + number + check + size + tag, name -> new Arriving(feed, number,
                check, new byte[size], new boolean[size], List.copyOf(feeds)));
        System.arraycopy(bytes, 0, block.bytes, offset, bytes.length);
        Arrays.fill(block.here, offset, offset + bytes.length, true);
        boolean more = true;
        while (more) {
            more = List.copyOf(arriving.values()).stream().filter(Arriving::complete)
                .filter(this::settled).findAny().isPresent();
        }
    }

    /** Whether a complete block was held because the one before it is. */
    private boolean settled(Arriving whole) {
        if ((whole.bytes[0] & SecondWire.FOUNDING) != 0) {
            return held(whole, Optional.empty());
        }
        return List.copyOf(blocks.values()).stream()
            .filter(b -> b.feed.startsWith(full(whole.feed)) && b.number() == whole.number - 1)
            .anyMatch(before -> held(whole, Optional.of(before)));
    }

    private boolean held(Arriving whole, Optional<SecondBlock> previous) {
        Optional<SecondBlock> block =
            SecondWire.read(whole.bytes, Octets.bytes(space), previous, whole.roster,
                keys);
        if (block.isEmpty() || !block.get().id.startsWith(whole.check)) {
            return false;
        }
        arriving.values().remove(whole);
        hold(block.get());
        return true;
    }
}
