// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.core.feed.Admission;

/**
 * The three messages of sync. Each starts with an octet of version (high half) and type, and two
 * bytes of the space's id. The layouts are in docs/wire.md.
 */
sealed interface Message {
    int VERSION = 1;
    int SPACE_SIZE = 2;
    int BOX_SIZE = 4;
    int SALT_SIZE = 4;
    int DIGEST_SIZE = 8;
    int CHECK_SIZE = 2;
    int BEACON = 1;
    int NEED = 2;
    int PART = 3;
    int FLAG_ORDINALS = 1;
    int FLAG_MORE = 2;
    int ENTRIES_MAX = 512;

    /** How a feed is named: by its ordinal in a roster, or by the first bytes of its id. */
    record Ref(long ordinal, Optional<Bytes> prefix) {
        static Ref at(long ordinal) {
            return new Ref(ordinal, Optional.empty());
        }

        static Ref named(Bytes prefix) {
            return new Ref(-1, Optional.of(prefix));
        }

        void write(WireWriter out) {
            prefix.ifPresentOrElse(out::bytes, () -> out.number(ordinal));
        }

        static Ref read(WireReader in, boolean ordinals) {
            return ordinals ? at(in.number()) : named(in.bytes(Roster.PREFIX_SIZE));
        }
    }

    /**
     * What a beacon says of one feed; the check covers its tips, and stands with named feeds only.
     */
    record Standing(Ref feed, long height, Bytes check) { }

    /**
     * To everyone in range: what the sender holds.
     *
     * @param total     how many blocks
     * @param salt      the sender's clock, as {@link #clock} writes it
     * @param digest    over all tips, with the salt
     * @param standings of feeds in the order of the roster, from {@code from} on; perhaps not of
     * all
     */
    record Beacon(Bytes space, Bytes sender, Bytes roster, long total, Bytes salt, Bytes digest,
                  boolean ordinals, long from, List<Standing> standings) implements Message {
        @Override
        public Bytes encode() {
            WireWriter out = start(BEACON, space).bytes(sender).bytes(roster).number(total)
                .bytes(salt).bytes(digest).octet(ordinals ? FLAG_ORDINALS : 0).number(from);
            for (Standing standing : standings) {
                if (!ordinals) {
                    standing.feed.write(out);
                }
                out.number(standing.height);
                if (!ordinals) {
                    out.bytes(standing.check);
                }
            }
            return out.done();
        }

        private static Beacon read(WireReader in, Bytes space) {
            Bytes sender = in.bytes(BOX_SIZE);
            Bytes roster = in.bytes(Roster.TAG_SIZE);
            long total = in.number();
            Bytes salt = in.bytes(SALT_SIZE);
            Bytes digest = in.bytes(DIGEST_SIZE);
            boolean ordinals = flags(in, FLAG_ORDINALS) != 0;
            long from = in.number(Integer.MAX_VALUE);
            List<Standing> standings = new ArrayList<>();
            while (in.more()) {
                Ref feed = ordinals ? Ref.at(from + standings.size()) : Ref.read(in, false);
                long height = in.number();
                standings.add(new Standing(feed, height,
                    ordinals ? Bytes.EMPTY : in.bytes(CHECK_SIZE)));
            }
            return new Beacon(space, sender, roster, total, salt, digest, ordinals, from,
                List.copyOf(standings));
        }
    }

    /** A block that the sender of a need holds: number and the first bytes of its id. */
    record Known(long number, Bytes check) { }

    /**
     * What is wanted of one feed: what follows the known blocks; all of it if none is known.
     *
     * @param offset  how many bytes of the block after the first known one are here already
     * @param waiting bit i, from the lowest of the first byte: the block i + 1 past the first known
     *                one is here and waits for those before it
     */
    record Want(Ref feed, List<Known> known, int offset, Bytes waiting) {
        boolean waits(long number) {
            long bit = number - (known.isEmpty() ? 0 : known.get(0).number) - 1;
            return bit >= 0 && bit < 8L * waiting.size()
                && (waiting.at((int) (bit / 8)) >> bit % 8 & 1) != 0;
        }
    }

    /**
     * To one box: send these.
     *
     * @param more whether a beacon is wanted that names feeds and checks
     */
    record Need(Bytes space, Bytes responder, Bytes sender, Optional<Bytes> roster, boolean more,
                List<Want> wants) implements Message {
        @Override
        public Bytes encode() {
            WireWriter out = start(NEED, space).bytes(responder).bytes(sender)
                .octet((roster.isPresent() ? FLAG_ORDINALS : 0) | (more ? FLAG_MORE : 0));
            roster.ifPresent(out::bytes);
            for (Want want : wants) {
                want.feed.write(out);
                out.number(want.known.size() * 4L + (want.waiting.size() > 0 ? 2 : 0)
                    + (want.offset > 0 ? 1 : 0));
                want.known.forEach(known -> out.number(known.number).bytes(known.check));
                if (want.offset > 0) {
                    out.number(want.offset);
                }
                if (want.waiting.size() > 0) {
                    out.number(want.waiting.size()).bytes(want.waiting);
                }
            }
            return out.done();
        }

        private static Need read(WireReader in, Bytes space) {
            Bytes responder = in.bytes(BOX_SIZE);
            Bytes sender = in.bytes(BOX_SIZE);
            int flags = flags(in, FLAG_ORDINALS | FLAG_MORE);
            Optional<Bytes> roster = (flags & FLAG_ORDINALS) == 0 ? Optional.empty()
                : Optional.of(in.bytes(Roster.TAG_SIZE));
            List<Want> wants = new ArrayList<>();
            while (in.more()) {
                Ref feed = Ref.read(in, roster.isPresent());
                int count = in.number(4 * ENTRIES_MAX);
                List<Known> known = new ArrayList<>();
                for (int i = 0; i < count / 4; i++) {
                    known.add(new Known(in.number(), in.bytes(CHECK_SIZE)));
                }
                int offset = count % 2 == 0 ? 0 : in.number(WireBlock.SIZE_MAX);
                Bytes waiting = count % 4 < 2 ? Bytes.EMPTY
                    : in.bytes(in.number(Admission.GAP_MAX / 8));
                if (count % 2 != 0 && offset == 0 || count % 4 >= 2 && waiting.size() == 0) {
                    throw new MalformedException("an offset or waiting blocks that are none");
                }
                wants.add(new Want(feed, List.copyOf(known), offset, waiting));
            }
            return new Need(space, responder, sender, roster, (flags & FLAG_MORE) != 0,
                List.copyOf(wants));
        }
    }

    /**
     * A block, or a part of one that does not fit a frame.
     *
     * @param check  the first bytes of the block's id
     * @param size   of the whole block on the wire, in bytes
     * @param offset where this part stands in it
     */
    record Part(Bytes space, Optional<Bytes> roster, Ref feed, long number, Bytes check, int size,
                int offset, Bytes bytes) implements Message {
        @Override
        public Bytes encode() {
            WireWriter out = start(PART, space).octet(roster.isPresent() ? FLAG_ORDINALS : 0);
            roster.ifPresent(out::bytes);
            feed.write(out);
            return out.number(number).bytes(check).number(size).number(offset).bytes(bytes).done();
        }

        private static Part read(WireReader in, Bytes space) {
            Optional<Bytes> roster = flags(in, FLAG_ORDINALS) == 0 ? Optional.empty()
                : Optional.of(in.bytes(Roster.TAG_SIZE));
            Ref feed = Ref.read(in, roster.isPresent());
            Part part = new Part(space, roster, feed, in.number(), in.bytes(CHECK_SIZE),
                in.number(WireBlock.SIZE_MAX), in.number(WireBlock.SIZE_MAX), in.rest());
            if (part.number < 1 || part.bytes.size() == 0
                || part.offset + part.bytes.size() > part.size) {
                throw new MalformedException("a part beyond its block");
            }
            return part;
        }
    }

    Bytes space();

    Bytes encode();

    /** A clock as a beacon says it: seconds since 1970, as far as four bytes go. */
    static Bytes clock(long millis) {
        return Bytes.ofLong(Math.max(0, millis) / 1000).slice(4, SALT_SIZE);
    }

    /** The milliseconds since 1970 in the middle of the second that a beacon says. */
    static long clockMillis(Bytes salt) {
        return salt.toLong() * 1000 + 500;
    }

    /**
     * The message of a frame of this version.
     *
     * @throws MalformedException if it is none
     */
    static Message decode(Bytes frame) {
        WireReader in = new WireReader(frame);
        int type = in.octet() & 0x0f;
        Bytes space = in.bytes(SPACE_SIZE);
        return switch (type) {
            case BEACON -> Beacon.read(in, space);
            case NEED -> Need.read(in, space);
            case PART -> Part.read(in, space);
            default -> throw new MalformedException("message type " + type);
        };
    }

    /** The protocol version of a frame. */
    static int version(Bytes frame) {
        return frame.at(0) >> 4 & 0x0f;
    }

    private static WireWriter start(int type, Bytes space) {
        return new WireWriter().octet(VERSION << 4 | type).bytes(space);
    }

    private static int flags(WireReader in, int known) {
        int flags = in.octet();
        if ((flags & ~known) != 0) {
            throw new MalformedException("unknown flags " + flags);
        }
        return flags;
    }
}
