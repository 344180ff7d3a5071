// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.reducer.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.record.FormView;
import org.cairnmesh.api.record.Kinds;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.Resolver;
import org.cairnmesh.api.reduce.Document;
import org.junit.jupiter.api.Test;

class ResolversTest {
    private final Story story = new Story();

    private FormView form() {
        return FormView.of(new SchemaReducer().view(story.state)).orElseThrow();
    }

    private static Draft resolve(String field, Resolver how) {
        return RecordDrafts.resolve("well", field, how, "ana");
    }

    @Test
    void aFieldIsResolvedAsTheOneWhoHadSeenTheOthersSays() {
        EventId first = story.tell("north", 1, resolve("depth", Resolver.HIGHEST));
        story.tell("north", 2, resolve("depth", Resolver.LOWEST), first);

        assertEquals(FormView.key("well"), story.key());
        assertEquals("well", form().form());
        assertEquals(Resolver.LOWEST, form().resolver("depth"));
        assertEquals(1, form().resolvers().get("depth").size());
        assertEquals(Resolver.SHOWN, form().resolver("status"));
    }

    @Test
    void twoWhoHadNotSeenEachOtherBothStandAndTheLaterCounts() {
        story.tell("north", 1, resolve("depth", Resolver.HIGHEST));
        story.tell("south", 2, resolve("depth", Resolver.ALL));

        assertEquals(Resolver.ALL, form().resolver("depth"));
        assertEquals(2, form().resolvers().get("depth").size());
    }

    @Test
    void aWordOfANewerBoxIsKeptAndChangesNothingHere() {
        story.tell("north", 1, Draft.of(Kinds.RESOLVE, new Item.Table(Map.of("form",
            Item.of("well"), "field", Item.of("depth"), "resolver", Item.of("mean"))), ""));

        assertEquals(Resolver.SHOWN, form().resolver("depth"));
        assertEquals(Item.of("mean"), form().resolvers().get("depth").get(0).value());
    }

    @Test
    void whatNamesNothingIsAProblemOfItsForm() {
        story.tell("north", 1, resolve("depth", Resolver.FIRST));
        for (String missing : List.of("field", "resolver")) {
            Item.Table payload = resolve("depth", Resolver.ALL).payload().without(missing);
            story.tell("north", 2, Draft.of(Kinds.RESOLVE, payload, ""));
        }

        assertEquals(Resolver.FIRST, form().resolver("depth"));
        assertEquals(2, form().problems().size());
        assertTrue(form().problems().get(0).endsWith("names no field"));
        assertTrue(form().problems().get(1).endsWith("names no resolver"));
    }

    @Test
    void whatNamesNoFormShowsNothing() {
        story.tell("north", 1, Draft.of(Kinds.RESOLVE, Item.Table.EMPTY, ""));

        assertEquals(Optional.empty(), FormView.of(new SchemaReducer().view(story.state)));
        assertEquals(Document.EMPTY, new SchemaReducer().view(story.state));
        assertEquals(List.of(), story.records());
    }
}
