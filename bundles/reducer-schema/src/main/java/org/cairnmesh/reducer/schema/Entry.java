// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.reducer.schema;

import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.record.RecordRef;
import org.cairnmesh.api.reduce.Causality;

/** What an event asks for, once its payload has been read. */
sealed interface Entry {
    State addTo(State state, Event event, Causality seen);

    /** A record; its values count like a set of them. */
    record Create(RecordRef record, String form, Item.Table values) implements Entry {
        @Override
        public State addTo(State state, Event event, Causality seen) {
            return state.with(record, form,
                part -> part.created(event, seen).set(values, event, seen));
        }
    }

    record Set(RecordRef record, Item.Table values) implements Entry {
        @Override
        public State addTo(State state, Event event, Causality seen) {
            return state.with(record, formOf(record), part -> part.set(values, event, seen));
        }
    }

    record Note(RecordRef record, String text) implements Entry {
        @Override
        public State addTo(State state, Event event, Causality seen) {
            return state.with(record, formOf(record), part -> part.noted(text, event, seen));
        }
    }

    record Attach(RecordRef record, String field, Bytes hash, long size, String mime)
        implements Entry {
        @Override
        public State addTo(State state, Event event, Causality seen) {
            return state.with(record, formOf(record),
                part -> part.attached(field, hash, size, mime, event, seen));
        }
    }

    /** How a field of a form is resolved; the word may be one that only newer boxes know. */
    record Resolve(String form, String field, String resolver) implements Entry {
        @Override
        public State addTo(State state, Event event, Causality seen) {
            return state.resolved(form, part -> part.set(
                Item.Table.EMPTY.with(field, Item.of(resolver)), event, seen));
        }
    }

    /** Nothing that can be folded; {@code why} ends a sentence about the event. */
    record Nonsense(String why) implements Entry {
        @Override
        public State addTo(State state, Event event, Causality seen) {
            return state.withProblem(event.kind() + " " + event.id() + " " + why);
        }
    }

    private static String formOf(RecordRef record) {
        return record instanceof RecordRef.ByKey byKey ? byKey.form() : "";
    }
}
