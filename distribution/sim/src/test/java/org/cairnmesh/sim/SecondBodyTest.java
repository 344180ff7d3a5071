// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.core.feed.Author;
import org.cairnmesh.core.feed.Body;
import org.cairnmesh.core.feed.BodyWriter;
import org.cairnmesh.core.feed.Crypto;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.History;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.core.feed.Sealer;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.cairnmesh.core.feed.SpaceKey;
import org.cairnmesh.second.SecondBox;
import org.junit.jupiter.api.Test;

/**
 * Feeds of generated events, of every kind of value and every shape, as the engine writes them and
 * as the second decoder reads them: each body with the history of those before.
 */
class SecondBodyTest {
    private static final int SEEDS = Math.max(2, Integer.getInteger("cairn.seeds", 100) / 50);
    private static final int BLOCKS = 70;
    private static final long NOON = 1_790_000_000_000L;

    @Test
    void bothReadTheSameEvents() {
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                new Feed(seed).compare();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /** A device that writes whatever can be written. */
    private static final class Feed {
        private static final String LETTERS = "abcdefghijklmnop éüñ ماء 水点 -_,.;:/()";

        final Random random;
        final Identity identity;
        final Founding founding;
        final Bytes start;
        final SecondBox second = new SecondBox(Forger.SPACE.value().hex());
        final List<EventId> before = new ArrayList<>();
        final String[] names = new String[12];
        final Optional<SpaceKey> key;
        long number;
        long time = NOON;

        Feed(long seed) {
            random = new Random(seed);
            identity = new Identity(noise(Identity.SECRET_SIZE));
            founding = new Founding(identity.publicKeys(), noise(Founding.NONCE_SIZE), "north");
            start = noise(8);
            key = seed % 2 == 0 ? Optional.empty() : Optional.of(new SpaceKey(noise(32)));
            key.ifPresent(k -> second.keys.put(k.id().hex(), k.secret().toArray()));
            for (int i = 0; i < names.length; i++) {
                names[i] = text(2 + i);
            }
        }

        private Bytes noise(int size) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            return Bytes.of(bytes);
        }

        void compare() {
            Optional<Sealed> last = Optional.empty();
            History history = History.NONE;
            int read = 0;
            for (int i = 1; i <= BLOCKS; i++) {
                List<Event> events = new ArrayList<>();
                for (int k = random.nextInt(12); k > 0; k--) {
                    events.add(event());
                }
                boolean afresh = i % 64 == 1 || random.nextInt(20) == 0;
                Body.Written body = new BodyWriter(afresh ? History.NONE : history, events)
                    .written();
                Sealed sealed = seal(last, events, body);
                second.hold(sealed.block().header().toArray(), sealed.block().body().toArray(),
                    sealed.block().signature().toArray(), List.of());
                assertEquals(events.stream().map(SecondDecoderTest::told).toList(),
                    second.blocks.get(sealed.block().id().toString()).content().events,
                    "block " + i);
                last = Optional.of(sealed);
                history = body.next();
                read += events.size();
            }
            assertTrue(read > 100, "only " + read + " events");
        }

        private Sealed seal(Optional<Sealed> last, List<Event> events, Body.Written body) {
            Header clear = new Header(Forger.SPACE, founding.feed(Forger.SPACE),
                last.map(p -> p.header().number()).orElse(0L) + 1,
                last.map(p -> p.block().id()).orElse(BlockId.NONE),
                last.isPresent() ? Optional.empty() : Optional.of(founding), NOON, true,
                List.of(), start, number - events.size(), events.size(), body.dictionary(),
                key.map(SpaceKey::id).orElse(Bytes.EMPTY), Crypto.hash(body.bytes().toArray()));
            Bytes kept = key.map(k -> k.seal(clear, body.bytes())).orElse(body.bytes());
            return new Sealer(Forger.SPACE, identity).sign(new Header(clear.space(), clear.feed(),
                clear.number(), clear.previous(), clear.founding(), NOON, true, List.of(), start,
                clear.first(), clear.events(), clear.dictionary(), clear.key(),
                Crypto.hash(kept.toArray())), kept);
        }

        private Event event() {
            EventId id = new EventId(Author.origin(identity.device(), start), number++);
            before.add(id);
            time += random.nextInt(4) == 0 ? random.nextInt(100_000) - 20_000
                : random.nextInt(2) * 60_000;
            return new Event(id, new Kind("kind." + (char) ('a' + random.nextInt(4))), table(0),
                names[random.nextInt(3)], time, random.nextInt(6) > 0 ? Optional.empty()
                : Optional.of(List.of(before.get(random.nextInt(before.size())))));
        }

        private Item.Table table(int depth) {
            Map<String, Item> table = new TreeMap<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                table.put(names[random.nextInt(names.length)], item(depth + 1));
            }
            return new Item.Table(table);
        }

        private Item item(int depth) {
            return switch (random.nextInt(depth > 4 ? 10 : 12)) {
                case 0 -> Item.of(number);
                case 1 -> Item.of(1_000 - number);
                case 2 -> Item.of(random.nextLong());
                case 3 -> new Item.Dec(new BigDecimal(BigInteger.valueOf(random.nextInt(100_000)),
                    random.nextInt(9) - 2));
                case 4 -> Item.of(text(random.nextInt(40)));
                case 5 -> Item.of("2026-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(10)
                    + "T08:1" + random.nextInt(10) + ":00.000");
                case 6 -> Item.of(new java.util.UUID(random.nextLong(), random.nextLong())
                    .toString());
                case 7 -> Item.of(noise(random.nextInt(30)));
                case 8 -> random.nextBoolean() ? Item.TRUE : random.nextBoolean() ? Item.FALSE
                    : Item.NULL;
                case 9 -> Item.of(List.of("yes", "no", "R-" + number, "00" + number)
                    .get(random.nextInt(4)));
                case 10 -> table(depth);
                default -> Item.of(item(depth + 1), item(depth + 1), Item.of(number));
            };
        }

        private String text(int size) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < size; i++) {
                text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            return text.toString();
        }
    }
}
