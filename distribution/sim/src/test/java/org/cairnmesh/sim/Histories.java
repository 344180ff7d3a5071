// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.record.Kinds;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.core.feed.Author;
import org.cairnmesh.core.feed.Body;
import org.cairnmesh.core.feed.Crypto;
import org.cairnmesh.core.feed.Entry;
import org.cairnmesh.core.feed.Feed;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Sealer;

/**
 * Generated histories: boxes that edit, meet, are cut off, have wrong clocks, are restored and
 * cloned, and one insider who forks, claims to have seen the future, and closes cycles.
 */
final class Histories {
    private static final long START_MILLIS = 1_800_000_000_000L;
    private static final String[] RECORDS = {"g0", "g1"};
    private static final String[] FIELDS = {"a", "b"};

    final Random random;
    final List<HistoryBox> boxes = new ArrayList<>();
    final Rulings rulings;
    /** How often the owner ruled that blocks do not count. */
    int revocations;
    private final List<MemoryBackup> backups = new ArrayList<>();
    private final Identity insider;
    private final Bytes insiderStart;
    private final List<Block> forged = new ArrayList<>();
    private long now = START_MILLIS;
    private long value;
    private long forgedEvents;

    private record MemoryBackup(HistoryBox box, org.cairnmesh.testkit.log.MemoryEventLog log) { }

    Histories(long seed) {
        random = new Random(seed);
        Identity owner = identity();
        rulings = new Rulings(owner.device());
        for (int i = 0; i < 4; i++) {
            boxes.add(HistoryBox.fresh(i == 0 ? owner : identity(), "box" + i, random, rulings));
        }
        insider = identity();
        insiderStart = Bytes.ofLong(random.nextLong());
        for (String record : RECORDS) {
            boxes.get(0).append(RecordDrafts.create(HistoryBox.FORM, record, Map.of(), ""), now);
        }
        for (HistoryBox box : boxes) {
            contact(boxes.get(0), box, Integer.MAX_VALUE);
        }
    }

    private Identity identity() {
        byte[] secret = new byte[Identity.SECRET_SIZE];
        random.nextBytes(secret);
        return new Identity(Bytes.of(secret));
    }

    /** One thing happens. */
    void step() {
        now += 1 + random.nextInt(200);
        HistoryBox box = boxes.get(random.nextInt(boxes.size()));
        int dice = random.nextInt(100);
        if (dice < 45) {
            edit(box, false);
        } else if (dice < 67) {
            contact(box, boxes.get(random.nextInt(boxes.size())),
                random.nextInt(10) < 6 ? Integer.MAX_VALUE : 1 + random.nextInt(5));
        } else if (dice < 75) {
            box.drafts.add(draft(box));
        } else if (dice < 82) {
            edit(box, true);
        } else if (dice < 85) {
            box.clockOffset = List.of(0L, 0L, 10_000_000L, -990_000L).get(random.nextInt(4));
        } else if (dice < 88 && box != boxes.get(0)) {
            box.seal(now);
            backups.add(new MemoryBackup(box, box.log.copy()));
        } else if (dice < 90 && !backups.isEmpty()) {
            MemoryBackup backup = backups.get(random.nextInt(backups.size()));
            backup.box.restore(backup.log, now);
        } else if (dice < 91 && boxes.size() < 7 && box != boxes.get(0)) {
            box.seal(now);
            boxes.add(box.twin(now));
        } else if (dice < 92) {
            if (random.nextBoolean()) {
                box.held.save();
            }
            box.start(now);
        } else if (dice < 94) {
            rule(boxes.get(0));
        } else if (dice < 100) {
            forge(boxes.get(random.nextInt(boxes.size())));
        }
    }

    long now() {
        return now;
    }

    void seal(HistoryBox box) {
        box.seal(now);
    }

    HistoryBox readAnew(HistoryBox box) {
        return box.readAnew(now);
    }

    /** All meet all, until nothing is left to exchange. */
    void settle() {
        boolean moved = true;
        while (moved) {
            int before = boxes.stream().mapToInt(b -> b.held.graph().size()).sum();
            for (HistoryBox a : boxes) {
                for (HistoryBox b : boxes) {
                    contact(a, b, Integer.MAX_VALUE);
                }
            }
            moved = boxes.stream().mapToInt(b -> b.held.graph().size()).sum() != before;
        }
    }

    private Draft draft(HistoryBox box) {
        String record = RECORDS[random.nextInt(2)];
        String field = FIELDS[random.nextInt(2)];
        return box.edit(record, field, value++).withBasis(box.heads(record, field));
    }

    private void edit(HistoryBox box, boolean stale) {
        if (stale && !box.drafts.isEmpty()) {
            box.append(box.drafts.remove(0), now);
        } else {
            box.append(box.edit(RECORDS[random.nextInt(2)], FIELDS[random.nextInt(2)], value++),
                now);
        }
        if (random.nextBoolean()) {
            box.seal(now);
        }
    }

    private void contact(HistoryBox a, HistoryBox b, int blocksMax) {
        if (a == b) {
            return;
        }
        a.seal(now);
        b.seal(now);
        give(a, b, blocksMax);
        give(b, a, blocksMax);
    }

    private void give(HistoryBox from, HistoryBox to, int blocksMax) {
        int given = 0;
        for (Place place : from.blocks()) {
            if (given < blocksMax && !to.has(place.id())) {
                to.admit(from.held.block(place), now);
                given++;
            }
        }
    }

    /** The owner revokes or resolves a feed at what it holds or before, or corrects its time. */
    private void rule(HistoryBox owner) {
        List<Feed> feeds = owner.held.graph().feeds().stream()
            .filter(feed -> !feed.author().device().equals(rulings.owner())).toList();
        if (feeds.isEmpty()) {
            return;
        }
        Feed feed = feeds.get(random.nextInt(feeds.size()));
        if (random.nextInt(3) == 0) {
            owner.append(Rulings.retime(feed.id(), 1 + random.nextInt(4),
                random.nextInt(2_000_000) - 1_000_000), now);
        } else {
            boolean earlier = random.nextBoolean();
            owner.append(Rulings.revoke(feed.id(), feed.tips().stream()
                .map(tip -> earlier ? ancestor(tip) : tip).distinct().toList()), now);
            revocations++;
        }
        owner.seal(now);
    }

    private Place ancestor(Place tip) {
        Place at = tip;
        for (int back = random.nextInt((int) tip.number()); back > 0; back--) {
            at = at.previous().orElseThrow();
        }
        return at;
    }

    private void forge(HistoryBox victim) {
        int kind = random.nextInt(13) / 4;
        if (kind == 0) {
            Optional<Place> tip = victim.held.graph().feeds().stream()
                .flatMap(feed -> feed.tips().stream()).findAny();
            push(victim, seal(List.of(new Entry(tip.orElseThrow().feed(),
                tip.get().number() + 1, Bytes.of((byte) random.nextInt(),
                    (byte) random.nextInt()))), previous(), 0));
        } else if (kind == 1) {
            int at = forged.isEmpty() ? 0 : random.nextInt(forged.size() + 1);
            for (int i = 0; i < 3; i++) {
                Block block = seal(List.of(), at == 0 ? Optional.empty()
                    : Optional.of(forged.get(at - 1)), i);
                push(boxes.get(random.nextInt(boxes.size())), block);
            }
        } else if (kind == 2) {
            push(victim, seal(List.of(), previous(), 0));
        } else {
            cycle(victim);
        }
    }

    private Optional<Block> previous() {
        return forged.isEmpty() ? Optional.empty()
            : Optional.of(forged.get(forged.size() - 1));
    }

    /** Two blocks, one after the other in one feed, of which the first names the second. */
    private void cycle(HistoryBox victim) {
        Optional<Block> before = previous();
        if (before.isEmpty()) {
            return;
        }
        Bytes check = Bytes.of((byte) random.nextInt(), (byte) random.nextInt());
        FeedId feed = before.get().feed();
        Block first = seal(List.of(new Entry(feed, before.get().number() + 2, check)), before, 0);
        forged.add(first);
        Header second = header(List.of(), Optional.of(first), 0, List.of());
        for (int nonce = 0; nonce < 400_000; nonce++) {
            Header header = new Header(second.space(), feed, second.number(), second.previous(),
                Optional.empty(), second.timeMillis() + nonce, true, List.of(), second.start(),
                second.first(), 0, Header.NONE, second.key(), second.bodyHash());
            if (header.id().value().startsWith(check)) {
                forged.add(new Sealer(victim.held.space(), insider)
                    .sign(header, Body.write(List.of())).block());
                break;
            }
        }
        forged.forEach(block -> victim.admit(block, now));
    }

    private Block seal(List<Entry> context, Optional<Block> previous, int nonce) {
        Event event = new Event(
            new EventId(Author.origin(insider.device(), insiderStart), forgedEvents),
            Kinds.SET, new Item.Table(Map.of("record", Item.of(RECORDS[random.nextInt(2)]),
                "values", new Item.Table(Map.of(FIELDS[random.nextInt(2)],
                    Item.of(value++))))), "", now + nonce, Optional.empty());
        Header header = header(context, previous, nonce, List.of(event));
        forgedEvents++;
        return new Sealer(boxes.get(0).held.space(), insider)
            .sign(header, Body.write(List.of(event))).block();
    }

    private Header header(List<Entry> context, Optional<Block> previous, int nonce,
                          List<Event> events) {
        Founding founding =
            new Founding(insider.publicKeys(), Bytes.ofLong(0), "insider");
        long time = now + nonce;
        return new Header(boxes.get(0).held.space(),
            founding.feed(boxes.get(0).held.space()),
            previous.map(b -> b.number() + 1).orElse(1L),
            previous.map(Block::id).orElse(BlockId.NONE),
            previous.isPresent() ? Optional.empty() : Optional.of(founding), time, true, context,
            insiderStart, forgedEvents, events.size(), 0,
            Bytes.EMPTY, Crypto.hash(Body.write(events).toArray()));
    }

    private void push(HistoryBox to, Block block) {
        forged.add(block);
        Set<BlockId> chain = new HashSet<>();
        forged.forEach(held -> {
            if (chain.add(held.id())) {
                to.admit(held, now);
            }
        });
    }
}
