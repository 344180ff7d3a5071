// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.fold;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.api.reduce.Causality;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.api.reduce.Key;
import org.cairnmesh.api.reduce.Reducer;

/** A reducer of which nothing is called again once it has thrown. */
final class PlugIn {
    private final Reducer reducer;
    private final String name;
    private final int version;
    private final Set<Kind> kinds;
    private Optional<String> fault = Optional.empty();

    PlugIn(Reducer reducer) {
        this.reducer = reducer;
        this.name = call(reducer::name, "");
        this.version = call(reducer::version, 0);
        this.kinds = call(() -> Set.copyOf(reducer.kinds()), Set.of());
    }

    boolean is(Reducer other) {
        return reducer == other;
    }

    String name() {
        return name;
    }

    int version() {
        return version;
    }

    Set<Kind> kinds() {
        return kinds;
    }

    /** What it threw, if it was set aside. */
    Optional<String> fault() {
        return fault;
    }

    boolean isAside() {
        return fault.isPresent();
    }

    boolean folds(Event event) {
        return fault.isEmpty() && kinds.contains(event.kind());
    }

    Optional<Key> key(Event event) {
        return call(() -> Optional.of(reducer.key(event)), Optional.empty());
    }

    /** The document with an event folded in; as it was if it is set aside. */
    Document fold(Document before, Event event, Causality seen) {
        return call(() -> reducer.fold(before, event, seen), before);
    }

    /** What is shown of a state, in its smallest form. */
    Document view(Document state) {
        return call(() -> reducer.view(state).packed(), Document.EMPTY);
    }

    /** A document in its smallest form; one that cannot be encoded sets it aside. */
    Document packed(Document document) {
        return call(document::packed, document);
    }

    /** Calls it; what it throws sets it aside, but a lack of memory or of the log. */
    private <T> T call(Supplier<T> call, T otherwise) {
        if (fault.isPresent()) {
            return otherwise;
        }
        try {
            T result = call.get();
            if (result == null) {
                throw new IllegalStateException("it answered null");
            }
            return result;
        } catch (OutOfMemoryError | EventLogException e) {
            throw e;
        } catch (Throwable e) {
            fault = Optional.of(e.toString());
            return otherwise;
        }
    }
}
