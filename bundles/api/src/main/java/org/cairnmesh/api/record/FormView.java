// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.record;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.record.RecordView.Head;
import org.cairnmesh.api.record.RecordView.Said;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.api.reduce.Key;

/**
 * What the default reducer shows of a form: how its fields are resolved.
 *
 * @param resolvers for each field the heads of what people chose, as words; the first counts
 * @param problems  what could not be folded, and why
 */
public record FormView(String form, Map<String, List<Head>> resolvers, List<String> problems) {
    private static final String FORM = "form";
    private static final String RESOLVERS = "resolvers";
    private static final String PROBLEMS = "problems";

    public FormView {
        Map<String, List<Head>> sorted = new TreeMap<>();
        resolvers.forEach((field, heads) -> sorted.put(field, List.copyOf(heads)));
        resolvers = Collections.unmodifiableMap(sorted);
        problems = List.copyOf(problems);
    }

    /** The key of the document of a form; no record has it. */
    public static Key key(String form) {
        return new Key("f:" + form);
    }

    /** How a field is resolved; a word that nobody here knows changes nothing. */
    public Resolver resolver(String field) {
        return resolvers.getOrDefault(field, List.of()).stream().findFirst()
            .flatMap(head -> Resolver.of(Values.text(head.value()))).orElse(Resolver.SHOWN);
    }

    /** The form that a document of the default reducer shows, if it shows one. */
    public static Optional<FormView> of(Document document) {
        Item.Table content = document.content();
        if (!content.has(FORM)) {
            return Optional.empty();
        }
        Map<String, List<Head>> resolvers = new TreeMap<>();
        content.table(RESOLVERS).entries().forEach((field, heads) -> resolvers.put(field,
            ((Item.Array) heads).items().stream().map(Item.Array.class::cast)
                .map(head -> new Head(head.at(0), Said.of(head.at(1)))).toList()));
        return Optional.of(new FormView(content.text(FORM), resolvers,
            content.list(PROBLEMS).stream().map(p -> ((Item.Text) p).value()).toList()));
    }

    /** The document that {@link #of} reads. */
    public Document document() {
        Map<String, Item> fields = new TreeMap<>();
        resolvers.forEach((field, heads) -> fields.put(field, new Item.Array(heads.stream()
            .map(head -> Item.of(head.value(), head.said().toItem())).toList())));
        return new Document(new Item.Table(Map.of(FORM, Item.of(form),
            RESOLVERS, new Item.Table(fields),
            PROBLEMS, new Item.Array(problems.stream().map(Item::of).toList()))));
    }
}
