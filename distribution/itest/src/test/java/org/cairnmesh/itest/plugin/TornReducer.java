// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.itest.plugin;

import java.util.Set;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.record.Kinds;
import org.cairnmesh.api.reduce.Causality;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.api.reduce.Key;
import org.cairnmesh.api.reduce.Reducer;

/** A plug-in whose bundle lacks a class that it needs: what a bad update looks like. */
public final class TornReducer implements Reducer {
    public static final String NAME = "torn";

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
        return Set.of(Kinds.NOTE);
    }

    @Override
    public Key key(Event event) {
        return new Key("all");
    }

    @Override
    public Document fold(Document before, Event event, Causality seen) {
        return LeftOut.kept(before);
    }

    @Override
    public Document view(Document state) {
        return state;
    }
}
