// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered.Reason;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.space.Act;
import org.cairnmesh.core.space.Correction;
import org.cairnmesh.core.space.Head;

/** What an admin rules about one feed: which of its branches count, and when they were written. */
final class Ruling {
    private static final Pattern HEAD = Pattern.compile("[0-9]{1,18}(:[0-9a-f]+)?");

    private final Held held;
    private final FeedId feed;
    /** Every block of the feed that is in the log, whether it counts or not. */
    private final List<Place> places;

    private Ruling(Held held, FeedId feed) {
        this.held = held;
        this.feed = feed;
        this.places = held.journal.arrivals.stream()
            .filter(place -> place.feed().equals(feed)).toList();
    }

    static Carried resolve(Order.Resolve order, Spaces spaces) {
        return Governing.asAdmin(spaces,
            held -> about(held, order.feed(), ruling -> ruling.resolve(order.heads())));
    }

    static Carried correctTime(Order.CorrectTime order, Spaces spaces) {
        return Governing.asAdmin(spaces,
            held -> about(held, order.feed(), ruling -> ruling.correct(order)));
    }

    /** Does something about the one feed that a person means. */
    private static Carried about(Held held, String digits, Function<Ruling, Carried> what) {
        List<FeedId> meant = digits.length() < Order.ID_DIGITS_MIN ? List.of()
            : held.journal.arrivals.stream().map(Place::feed).distinct()
                .filter(id -> id.toString().startsWith(digits)).sorted().toList();
        if (meant.size() == 1) {
            return what.apply(new Ruling(held, meant.get(0)));
        }
        return Carried.refused(Reason.UNKNOWN, meant.isEmpty() ? "'" + digits + "' names no feed"
            + " that is here: at least the first " + Order.ID_DIGITS_MIN + " digits of its id are"
            + " wanted (front lists the feeds)" : "several feeds start with " + digits
            + ": name one of " + joined(meant.stream().map(FeedId::toString)));
    }

    private Carried resolve(List<String> texts) {
        if (places.get(0).author().role() == Founding.Role.ROSTER) {
            return Carried.refused(Reason.UNFIT, "the feed " + feed + " is about the space itself:"
                + " every branch of it counts; revoke the box if somebody else has its keys");
        }
        if (places.stream().map(Place::number).distinct().count() == places.size()) {
            return Carried.refused(Reason.UNFIT, "the feed " + feed + " has not forked, as far as"
                + " is held here: there is nothing to resolve (space revoke shuts a box out)");
        }
        if (texts.isEmpty() || texts.size() > Act.HEADS_MAX) {
            return Carried.refused(Reason.MALFORMED, texts.size() + " heads, not 1 to "
                + Act.HEADS_MAX);
        }
        List<Place> heads = new ArrayList<>();
        for (String text : texts) {
            List<Place> meant = meant(text);
            if (meant.size() != 1) {
                return unclear(text, meant);
            }
            heads.add(meant.get(0));
        }
        return resolved(heads.stream().distinct().map(place ->
            new Head(feed, place.number(), place.id())).sorted().toList());
    }

    /** The blocks that a person may mean. */
    private List<Place> meant(String text) {
        return !HEAD.matcher(text).matches() ? List.of() : places.stream()
            .filter(place -> (place.number() + ":" + place.id()).startsWith(
                text.contains(":") ? text : text + ":")).toList();
    }

    private Carried unclear(String text, List<Place> meant) {
        if (!HEAD.matcher(text).matches()) {
            return Carried.refused(Reason.MALFORMED, "'" + text + "' is no head: NUMBER:ID is"
                + " wanted, with the first digits of the block's id (forks lists them)");
        }
        String number = text.replaceFirst(":.*", "") + ":";
        List<Place> near = meant.isEmpty() ? meant(number) : meant;
        return Carried.refused(Reason.UNKNOWN, meant.isEmpty() ? "no block " + text + " of the"
            + " feed " + feed + " is held; " + (near.isEmpty() ? "it is held up to block "
            + height() : "there is " + names(near)) : "several blocks are meant by " + text
            + ": name one of " + names(near));
    }

    private static String names(List<Place> near) {
        return joined(near.stream().limit(Act.HEADS_MAX)
            .map(place -> place.number() + ":" + place.id()));
    }

    private static String joined(Stream<String> texts) {
        return texts.collect(Collectors.joining(", "));
    }

    private long height() {
        return places.stream().mapToLong(Place::number).max().orElse(0);
    }

    private Carried resolved(List<Head> heads) {
        BlockId last = held.enact(List.of(new Act.Resolve(feed, heads)));
        boolean obeyed = heads.equals(held.registry().charter().resolved().get(feed));
        long leftOut = places.stream().filter(place -> !place.counts()).count();
        List<String> texts = heads.stream().map(head -> head.number() + ":"
            + head.block().value().head(4)).toList();
        return held.carried(last, lines(obeyed, "of the feed " + feed + " of box " + box()
            + " count " + String.join(", ", texts) + ", with what is before them; " + leftOut
            + " of the blocks that are held are left out, as if they had never been received"),
            facts().with("heads", new Item.Array(texts.stream().<Item>map(Item::of).toList()))
                .with("leftOut", Item.of(leftOut)).with("obeyed", Item.of(obeyed)));
    }

    private Carried correct(Order.CorrectTime order) {
        if (order.from() < 1 || order.to() < order.from() || order.to() > height()) {
            return Carried.refused(Reason.MALFORMED, "blocks " + order.from() + " to "
                + order.to() + " are no stretch of the feed " + feed + ": it is held from 1 to "
                + height());
        }
        long offset = order.offsetMillis();
        if (offset <= -Limits.TIME_MILLIS_MAX || offset >= Limits.TIME_MILLIS_MAX) {
            return Carried.refused(Reason.MALFORMED, "an offset of " + offset + " ms; it has to be"
                + " less than " + Limits.TIME_MILLIS_MAX + " either way");
        }
        Correction correction = new Correction(order.from(), order.to(), offset);
        BlockId last = held.enact(List.of(new Act.CorrectTime(feed, correction)));
        boolean obeyed = held.registry().charter().times().getOrDefault(feed, List.of()).stream()
            .filter(c -> c.from() >= order.from() && c.to() <= order.to()
                && c.offsetMillis() == offset).mapToLong(c -> c.to() - c.from() + 1).sum()
            == order.to() - order.from() + 1;
        return held.carried(last, lines(obeyed, "the times of blocks " + order.from() + " to "
            + order.to() + " of the feed " + feed + " of box " + box() + " are moved by "
            + offset + " ms"), facts().with("from", Item.of(order.from()))
                .with("to", Item.of(order.to())).with("offsetMillis", Item.of(offset))
                .with("obeyed", Item.of(obeyed)));
    }

    /** What was ruled; whoever was named before this box as an admin may have ruled otherwise. */
    private static List<String> lines(boolean obeyed, String line) {
        return obeyed ? List.of(line) : List.of(line, "this does not count, at least in part: the"
            + " owner, or an admin who was named before, has ruled otherwise about this feed");
    }

    private String box() {
        return places.get(0).author().box();
    }

    private Item.Table facts() {
        return Item.Table.EMPTY.with("space", Item.of(held.member.name()))
            .with("id", Item.of(held.space().toString())).with("feed", Item.of(feed.toString()))
            .with("box", Item.of(box()));
    }
}
