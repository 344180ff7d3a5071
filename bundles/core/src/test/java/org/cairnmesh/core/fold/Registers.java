// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.fold;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.SortedTree;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.reduce.Causality;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.api.reduce.Key;
import org.cairnmesh.api.reduce.Reducer;

/** Registers: each key shows the writes that no other write of it has seen. Counts its folds. */
public final class Registers implements Reducer {
    public static final String NAME = "registers";
    public static final Kind SET = new Kind("test.set");

    /** How often an event of a key was folded. */
    public final Map<String, Integer> folds = new TreeMap<>();
    /** What the last folded event could see. */
    public Causality seen;
    private final int version;

    public Registers(int version) {
        this.version = version;
    }

    public static Map<String, Item> payload(String key, String value) {
        return Map.of("key", Item.of(key), "value", Item.of(value));
    }

    public static Draft set(String key, String value) {
        return Draft.of(SET, new Item.Table(payload(key, value)), "Amina");
    }

    /** The values that a key shows, in the order in which they were folded. */
    public static List<String> values(SortedTree<Key, Document> shown, String key) {
        return heads(shown, key, head -> ((Item.Text) head.at(2)).value());
    }

    /** The events that a key shows. */
    public static List<EventId> heads(SortedTree<Key, Document> shown, String key) {
        return heads(shown, key, Registers::id);
    }

    private static <T> List<T> heads(SortedTree<Key, Document> shown, String key,
                                     Function<Item.Array, T> of) {
        Optional<Document> document = shown.get(new Key(key));
        return document.map(d -> d.content().list("heads")).orElse(List.of()).stream()
            .map(head -> of.apply((Item.Array) head)).toList();
    }

    public int folds() {
        return folds.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public Set<Kind> kinds() {
        return Set.of(SET);
    }

    @Override
    public Key key(Event event) {
        return new Key(event.payload().text("key"));
    }

    @Override
    public Document fold(Document before, Event event, Causality causality) {
        folds.merge(event.payload().text("key"), 1, Integer::sum);
        seen = causality;
        List<Item> heads = new ArrayList<>();
        for (Item head : before.content().list("heads")) {
            if (!causality.saw(id((Item.Array) head))) {
                heads.add(head);
            }
        }
        heads.add(Item.of(Item.of(event.id().origin()), Item.of(event.id().number()),
            event.payload().get("value")));
        return new Document(before.content().with("heads", new Item.Array(heads)));
    }

    @Override
    public Document view(Document state) {
        return state;
    }

    private static EventId id(Item.Array head) {
        return new EventId(((Item.Bin) head.at(0)).value(), ((Item.Int) head.at(1)).value());
    }
}
