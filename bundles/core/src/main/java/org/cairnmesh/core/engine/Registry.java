// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.core.feed.Admission;
import org.cairnmesh.core.feed.Author;
import org.cairnmesh.core.feed.Body;
import org.cairnmesh.core.feed.Feed;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Gate;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.History;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.core.feed.Keyring;
import org.cairnmesh.core.feed.Refusal;
import org.cairnmesh.core.feed.Rules;
import org.cairnmesh.core.feed.SpaceKey;
import org.cairnmesh.core.space.Act;
import org.cairnmesh.core.space.Charter;
import org.cairnmesh.core.space.Charter.Standing;
import org.cairnmesh.core.space.Head;
import org.cairnmesh.core.space.KeyWrap;
import org.cairnmesh.core.space.Page;

/**
 * What a box holds of the roster of a space, and what follows from it: whose blocks are taken, and
 * with which keys they are read and sealed. Of a space without an owner it holds nothing: everyone
 * is in it who knows its name.
 *
 * <p>A box that has no key of a closed space yet seals with one that it has drawn, its
 * <em>stopgap</em>. Once it has a key of the space it tells the stopgap in an event, so that who
 * can read that can read what was sealed before. Such a key opens only what the same device sealed.
 */
final class Registry implements Keyring, Gate {
    /** Keeps a stopgap that somebody told: a checkpoint may spare the reading of the event. */
    private static final String TOLD_MARK = "stopgap of ";

    /** The box, in a space that has an owner. */
    private final Optional<Box> box;
    private final Map<BlockId, Page> pages = new HashMap<>();
    private final Map<FeedId, Founding> foundings = new TreeMap<>();
    private final Set<Act.Key> tried = new HashSet<>();
    private final Map<Bytes, SpaceKey> ring = new LinkedHashMap<>();
    private final Map<DeviceId, Map<Bytes, SpaceKey>> stopgaps = new HashMap<>();
    private Optional<Journal> journal = Optional.empty();
    private Optional<Stopgap> stopgap = Optional.empty();
    private Charter charter;
    private boolean news;
    private boolean keysCame;
    private long era;

    private Registry(Optional<Box> box, SpaceId space) {
        this.box = box;
        this.charter = Charter.of(space, List.of());
    }

    /** Of a space that has an owner; the box is in that space. */
    static Registry of(Box box) {
        return new Registry(Optional.of(box), box.space());
    }

    /** Of a space that everyone is in who knows its name. */
    static Registry free() {
        return new Registry(Optional.empty(), new SpaceId(Bytes.of(new byte[SpaceId.SIZE])));
    }

    boolean governed() {
        return box.isPresent();
    }

    Charter charter() {
        return charter;
    }

    /** How often the charter has changed. */
    long era() {
        return era;
    }

    /** The journal that this is the registry of, before it is read. */
    void keepIn(Journal of) {
        journal = Optional.of(of);
        stopgap = box.map(b -> new Stopgap(of, b));
    }

    /** The stopgap, if the members can and should be told of it. */
    Optional<Stopgap> tellable() {
        return sealsWithStopgap() ? Optional.empty() : stopgap;
    }

    /** Reads what a log holds of the roster, and the stopgaps that others told. */
    void load(EventLog log) {
        if (!governed()) {
            return;
        }
        log.frontier().tips().keySet().forEach(feed -> log.read(feed, 1, 1).stream()
            .filter(Admission::isSound).forEach(first -> {
                Founding founding = Header.decode(first.header()).founding().orElseThrow();
                foundings.put(feed, founding);
                if (founding.role() == Founding.Role.ROSTER) {
                    log.read(feed, 1, Integer.MAX_VALUE).stream().filter(Admission::isSound)
                        .forEach(block -> note(Header.decode(block.header()), block));
                }
            }));
        log.marks().forEach((name, secret) -> {
            if (name.startsWith(TOLD_MARK)) {
                DeviceId author = new DeviceId(Bytes.ofHex(
                    name.substring(TOLD_MARK.length(), TOLD_MARK.length() + 2 * DeviceId.SIZE)));
                keep(author, new SpaceKey(secret));
            }
        });
        refresh();
    }

    /** Notes a block that is held, whether it counts or not. */
    void note(Header header, Block block) {
        if (!governed()) {
            return;
        }
        header.founding().ifPresent(founding -> foundings.put(header.feed(), founding));
        Founding founding = foundings.get(header.feed());
        if (founding.role() == Founding.Role.ROSTER) {
            pages.put(block.id(), Page.of(header, block.id(), events(founding, header, block)));
            news = true;
        }
    }

    /** The events of a block of a roster feed: none, if it is sealed or does not stand alone. */
    private static List<Event> events(Founding founding, Header header, Block block) {
        return header.key().size() > 0 || header.dictionary() == Header.HISTORY ? List.of()
            : Body.read(block.body(), new EventId(Author.origin(founding.device(),
                header.start()), header.first()), header.events(), header.dictionary(),
                History.NONE).map(Body.Read::events).orElse(List.of());
    }

    /** Notes the events of a device: it may have told its stopgap. */
    void note(DeviceId author, Event event) {
        if (governed()) {
            Stopgap.key(event).filter(key -> keep(author, key)).ifPresent(key ->
                journal.ifPresent(j -> j.mark(TOLD_MARK + author + " " + key.id(),
                    key.secret())));
        }
    }

    private boolean keep(DeviceId author, SpaceKey key) {
        boolean fresh = stopgaps.computeIfAbsent(author, device -> new HashMap<>())
            .put(key.id(), key) == null;
        keysCame |= fresh;
        return fresh;
    }

    /** Whether there is something to {@link #refresh}, or keys have come. */
    boolean hasNews() {
        return news || keysCame;
    }

    /** Works out the charter anew if pages have come; answers whether it did. */
    boolean refresh() {
        if (!news) {
            return false;
        }
        news = false;
        era++;
        charter = Charter.of(charter.space(), pages.values());
        Identity identity = box.orElseThrow().identity();
        charter.wraps().stream().filter(tried::add).forEach(act ->
            KeyWrap.open(charter.space(), act, identity).map(SpaceKey::new)
                .ifPresent(key -> keysCame |= ring.putIfAbsent(key.id(), key) == null));
        return true;
    }

    /** Whether keys have come since this was last asked. */
    boolean keysCame() {
        boolean came = keysCame;
        keysCame = false;
        return came;
    }

    /** The keys of the space that this box has, by their ids. */
    Map<Bytes, Bytes> ring() {
        Map<Bytes, Bytes> secrets = new LinkedHashMap<>();
        ring.forEach((id, key) -> secrets.put(id, key.secret()));
        return secrets;
    }

    /** The standing of this box. */
    Standing standing() {
        return box.map(b -> charter.standing(b.identity().device())).orElse(Standing.ENROLLED);
    }

    /** Whether this box is an admin and can act as one. */
    boolean administers() {
        return box.filter(b -> charter.actingAdmins().contains(b.identity().device()))
            .isPresent();
    }

    /** Of these feeds, those that other boxes take too. */
    List<Feed> shared(Collection<Feed> feeds) {
        List<Feed> shared = new ArrayList<>(feeds);
        shared.removeIf(feed -> governed()
            && charter.standing(foundings.get(feed.id())) == Standing.NOT_ENROLLED);
        return shared;
    }

    /**
     * What was ruled of the blocks that are held. What this box recorded counts for it whatever was
     * ruled: a box that was revoked keeps its data.
     */
    Rules rules() {
        Map<FeedId, Founding> others = new TreeMap<>(foundings);
        others.values().removeIf(founding -> box
            .filter(b -> b.identity().device().equals(founding.device())).isPresent());
        Map<FeedId, List<Rules.Shift>> times = new TreeMap<>();
        charter.times().forEach((feed, list) -> times.put(feed, list.stream()
            .map(c -> new Rules.Shift(c.from(), c.to(), c.offsetMillis())).toList()));
        return new Rules(heads(charter.cuts(others)), heads(charter.resolved()), times,
            charter.owner().isPresent() ? OptionalLong.of(charter.newestMillis())
                : OptionalLong.empty());
    }

    private static Map<FeedId, List<Rules.Head>> heads(Map<FeedId, List<Head>> of) {
        Map<FeedId, List<Rules.Head>> heads = new TreeMap<>();
        of.forEach((feed, list) -> heads.put(feed, list.stream()
            .map(head -> new Rules.Head(head.number(), head.block())).toList()));
        return heads;
    }

    @Override
    public Optional<Refusal> refusal(Founding founding) {
        if (!governed()) {
            return Optional.empty();
        }
        Standing standing = charter.standing(founding);
        if (standing != Standing.ENROLLED) {
            return Optional.of(standing == Standing.REVOKED ? Refusal.REVOKED
                : Refusal.NOT_ENROLLED);
        }
        boolean owners = charter.owner().map(founding.publicKeys()::equals).orElse(true);
        FeedId id = founding.feed(charter.space());
        long others = foundings.entrySet().stream().filter(entry -> !entry.getKey().equals(id)
            && entry.getValue().role() == founding.role()
            && entry.getValue().device().equals(founding.device())).count();
        return !owners && others >= charter.feedsMax(founding.device())
            ? Optional.of(Refusal.TOO_MANY_FEEDS) : Optional.empty();
    }

    @Override
    public Optional<SpaceKey> key(Bytes id) {
        return Optional.ofNullable(ring.get(id));
    }

    @Override
    public Optional<SpaceKey> key(Bytes id, DeviceId author) {
        Optional<SpaceKey> told =
            Optional.ofNullable(stopgaps.getOrDefault(author, Map.of()).get(id));
        return told.or(() -> box.filter(b -> b.identity().device().equals(author))
            .flatMap(b -> stopgap.flatMap(Stopgap::drawn)).filter(key -> key.id().equals(id)))
            .or(() -> key(id));
    }

    @Override
    public Optional<SpaceKey> current() {
        return sealsWithStopgap() ? stopgap.map(Stopgap::get)
            : charter.sealingKey(ring.keySet()).map(ring::get);
    }

    /** Whether it has no key of the space, and cannot know that none is needed. */
    boolean sealsWithStopgap() {
        return governed() && !charter.open() && charter.sealingKey(ring.keySet()).isEmpty();
    }
}
