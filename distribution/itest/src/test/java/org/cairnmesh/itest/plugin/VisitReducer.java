// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.itest.plugin;

import java.util.Map;
import java.util.Set;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.reduce.Causality;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.api.reduce.Key;
import org.cairnmesh.api.reduce.Reducer;

/** A plug-in that works: counts the visits of each place. */
public final class VisitReducer implements Reducer {
    public static final String NAME = "visits";
    public static final Kind VISIT = new Kind("visit.made");
    public static final String PLACE = "place";
    public static final String COUNT = "count";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Set<Kind> kinds() {
        return Set.of(VISIT);
    }

    @Override
    public Key key(Event event) {
        return new Key(event.payload().text(PLACE));
    }

    @Override
    public Document fold(Document before, Event event, Causality seen) {
        long count = before.content().number(COUNT, 0) + 1;
        return new Document(new Item.Table(Map.of(COUNT, Item.of(count))));
    }

    @Override
    public Document view(Document state) {
        return state;
    }
}
