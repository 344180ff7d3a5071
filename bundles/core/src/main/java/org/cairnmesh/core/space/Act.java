// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.core.feed.Identity;

/**
 * What the owner or an admin of a space does about it: an event of a roster feed. Whether it counts
 * is for the {@link Charter} to say. The layout of the payloads is in docs/wire-space.md; they are
 * read strictly: a key more or less, or a value past its bound, and it is no act.
 */
public sealed interface Act {
    /** Heads that one act lists. */
    int HEADS_MAX = 32;
    /** Members that one {@link Key} is wrapped to; a key for more takes several acts. */
    int WRAPS_MAX = 40;
    /** Feeds of one device that an enrolment can admit. */
    int FEEDS_MAX = 256;

    Kind kind();

    Item.Table payload();

    /**
     * The owner says what the space is called, and whether it is open: not encrypted, and whoever
     * asks belongs to it. Only the first says the latter; those that follow rename.
     */
    record Found(String name, boolean open) implements Act {
        static final Kind KIND = new Kind("space.found");

        public Found {
            Act.checkName(name);
        }

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public Item.Table payload() {
            return new Item.Table(Map.of("name", Item.of(name), "open", Item.of(open)));
        }

        static Found of(Item.Table table) {
            return new Found(text(table, "name"), ((Item.Bool) table.get("open")).value());
        }
    }

    /**
     * A device belongs to the space; what it recorded before is admitted too.
     *
     * @param feeds how many feeds of the device are admitted; an admin raises it by enrolling again
     */
    record Enrol(Bytes publicKeys, String name, int feeds) implements Act {
        static final Kind KIND = new Kind("space.enrol");

        public Enrol {
            size(publicKeys, Identity.PUBLIC_SIZE);
            Act.checkName(name);
            within(feeds, 1, FEEDS_MAX, "feeds");
        }

        public DeviceId device() {
            return Identity.deviceOf(publicKeys);
        }

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public Item.Table payload() {
            return new Item.Table(Map.of("keys", Item.of(publicKeys), "name", Item.of(name),
                "feeds", Item.of(feeds)));
        }

        static Enrol of(Item.Table table) {
            return new Enrol(bin(table, "keys"), text(table, "name"),
                Math.toIntExact(number(table, "feeds")));
        }
    }

    /** The owner names an admin. */
    record Admin(DeviceId device) implements Act {
        static final Kind KIND = new Kind("space.admin");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public Item.Table payload() {
            return new Item.Table(Map.of("device", Item.of(device.value())));
        }

        static Admin of(Item.Table table) {
            return new Admin(new DeviceId(bin(table, "device")));
        }
    }

    /**
     * A device no longer belongs to the space.
     *
     * @param heads what is accepted of its feeds, ascending; feeds of it that are not named are not
     *              accepted at all
     */
    record Revoke(DeviceId device, List<Head> heads) implements Act {
        static final Kind KIND = new Kind("space.revoke");

        public Revoke {
            heads = ascending(heads);
        }

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public Item.Table payload() {
            return new Item.Table(Map.of("device", Item.of(device.value()), "heads",
                items(heads)));
        }

        static Revoke of(Item.Table table) {
            return new Revoke(new DeviceId(bin(table, "device")), headsOf(table));
        }
    }

    /**
     * A key of the space for those that it is wrapped to.
     *
     * @param id        names the key
     * @param made      whether whoever gives it made it, instead of passing it on
     * @param ephemeral the X25519 public key that the wraps were made with
     */
    record Key(Bytes id, boolean made, Bytes ephemeral, List<Wrap> wraps) implements Act {
        static final Kind KIND = new Kind("space.key");
        private static final int WRAP_SIZE = DeviceId.SIZE + KeyWrap.SEALED_SIZE;

        public Key {
            size(id, KeyWrap.ID_SIZE);
            size(ephemeral, KeyWrap.EPHEMERAL_SIZE);
            wraps = List.copyOf(wraps);
            within(wraps.size(), 1, WRAPS_MAX, "wraps");
        }

        /** The key as only one device can open it. */
        public record Wrap(DeviceId device, Bytes sealed) {
            public Wrap {
                size(sealed, KeyWrap.SEALED_SIZE);
            }
        }

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public Item.Table payload() {
            byte[] all = new byte[wraps.size() * WRAP_SIZE];
            for (int i = 0; i < wraps.size(); i++) {
                wraps.get(i).device().value().copyTo(all, i * WRAP_SIZE);
                wraps.get(i).sealed().copyTo(all, i * WRAP_SIZE + DeviceId.SIZE);
            }
            return new Item.Table(Map.of("key", Item.of(id), "new", Item.of(made), "with",
                Item.of(ephemeral), "for", Item.of(Bytes.of(all))));
        }

        static Key of(Item.Table table) {
            Bytes all = bin(table, "for");
            check(all.size() % WRAP_SIZE == 0, "wraps of " + all.size() + " bytes");
            List<Wrap> wraps = IntStream.range(0, all.size() / WRAP_SIZE)
                .mapToObj(i -> all.slice(i * WRAP_SIZE, WRAP_SIZE))
                .map(one -> new Wrap(new DeviceId(one.head(DeviceId.SIZE)),
                    one.slice(DeviceId.SIZE, KeyWrap.SEALED_SIZE))).toList();
            return new Key(bin(table, "key"), ((Item.Bool) table.get("new")).value(),
                bin(table, "with"), wraps);
        }
    }

    /** Of a feed that has forked only these heads count, with what is before them; ascending. */
    record Resolve(FeedId feed, List<Head> heads) implements Act {
        static final Kind KIND = new Kind("space.resolve");

        public Resolve {
            heads = ascending(heads);
            check(!heads.isEmpty() && heads.stream().allMatch(h -> h.feed().equals(feed)),
                "heads that are not of feed " + feed);
        }

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public Item.Table payload() {
            return new Item.Table(Map.of("feed", Item.of(feed.value()), "heads", items(heads)));
        }

        static Resolve of(Item.Table table) {
            return new Resolve(new FeedId(bin(table, "feed")), headsOf(table));
        }
    }

    /** The clock of a feed's author was wrong while it sealed these blocks. */
    record CorrectTime(FeedId feed, Correction correction) implements Act {
        static final Kind KIND = new Kind("space.time");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public Item.Table payload() {
            return new Item.Table(Map.of("feed", Item.of(feed.value()), "from",
                Item.of(correction.from()), "to", Item.of(correction.to()), "add",
                Item.of(correction.offsetMillis())));
        }

        static CorrectTime of(Item.Table table) {
            return new CorrectTime(new FeedId(bin(table, "feed")), new Correction(
                number(table, "from"), number(table, "to"), number(table, "add")));
        }
    }

    /**
     * The act that an event of a roster feed is.
     *
     * @throws MalformedException if it is none
     */
    static Act of(Kind kind, Item.Table payload) {
        try {
            Act act = switch (kind.name()) {
                case "space.found" -> Found.of(payload);
                case "space.enrol" -> Enrol.of(payload);
                case "space.admin" -> Admin.of(payload);
                case "space.revoke" -> Revoke.of(payload);
                case "space.key" -> Key.of(payload);
                case "space.resolve" -> Resolve.of(payload);
                case "space.time" -> CorrectTime.of(payload);
                default -> throw new MalformedException("no act: " + kind);
            };
            check(act.payload().equals(payload), "more keys than " + act.payload().entries()
                .keySet());
            return act;
        } catch (ClassCastException | IllegalArgumentException | ArithmeticException e) {
            throw new MalformedException("no " + kind + ": " + e.getMessage());
        }
    }

    /** The act that an event is, or nothing: a later version may know what it means. */
    static Optional<Act> of(Event event) {
        try {
            return Optional.of(of(event.kind(), event.payload()));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private static Item items(List<Head> heads) {
        return new Item.Array(heads.stream().map(head -> Item.of(Item.of(head.feed().value()),
            Item.of(head.number()), Item.of(head.block().value()))).toList());
    }

    private static List<Head> headsOf(Item.Table table) {
        return ((Item.Array) table.get("heads")).items().stream().map(Item.Array.class::cast)
            .map(Head::of).toList();
    }

    private static List<Head> ascending(List<Head> heads) {
        within(heads.size(), 0, HEADS_MAX, "heads");
        check(heads.equals(heads.stream().distinct().sorted().toList()),
            "heads that do not ascend");
        return List.copyOf(heads);
    }

    private static Bytes bin(Item.Table table, String key) {
        return ((Item.Bin) table.get(key)).value();
    }

    private static String text(Item.Table table, String key) {
        return ((Item.Text) table.get(key)).value();
    }

    private static long number(Item.Table table, String key) {
        return ((Item.Int) table.get(key)).value();
    }

    /** A name that a box or a space may have: it is shown on terminals, so nothing steers them. */
    static void checkName(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        check(!name.isBlank() && name.codePoints().noneMatch(Character::isISOControl),
            "a name that is blank or has control characters");
        check(bytes <= Limits.NAME_BYTES_MAX, "a name of " + bytes + " bytes, more than "
            + Limits.NAME_BYTES_MAX);
    }

    private static void size(Bytes bytes, int size) {
        check(bytes.size() == size, bytes.size() + " bytes instead of " + size);
    }

    private static void within(int value, int min, int max, String what) {
        check(value >= min && value <= max, value + " " + what + ", not " + min + " to " + max);
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }
}
