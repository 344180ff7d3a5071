// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.reducer.schema;

import java.util.Set;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.record.FormView;
import org.cairnmesh.api.record.Kinds;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordRef;
import org.cairnmesh.api.reduce.Causality;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.api.reduce.Key;
import org.cairnmesh.api.reduce.Reducer;
import org.osgi.service.component.annotations.Component;

/**
 * Folds the kinds of assessment records, and how fields are resolved; shows what {@code RecordView}
 * and {@code FormView} read. Safe from any thread: it has no state.
 *
 * <p>The records of one key, one for each form, share a document: an event that names no form
 * belongs to all of them, and only a common document can tell which there are.
 */
@Component(immediate = true)
public final class SchemaReducer implements Reducer {
    private static final Set<Kind> KINDS =
        Set.of(Kinds.CREATE, Kinds.SET, Kinds.NOTE, Kinds.ATTACH,
            Kinds.RESOLVE);

    @Override
    public String name() {
        return Kinds.REDUCER;
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public Set<Kind> kinds() {
        return KINDS;
    }

    @Override
    public Key key(Event event) {
        String form = event.payload().text(RecordDrafts.FORM);
        if (event.kind().equals(Kinds.RESOLVE) && !form.isEmpty()) {
            return FormView.key(form);
        }
        return new Key(Payload.record(event).map(SchemaReducer::keyText)
            .orElse("?:" + event.kind()));
    }

    @Override
    public Document fold(Document before, Event event, Causality seen) {
        State state = new State(before.content());
        return new Document(Payload.read(event).addTo(state, event, seen).content());
    }

    @Override
    public Document view(Document state) {
        return new State(state.content()).view();
    }

    private static String keyText(RecordRef record) {
        return (record instanceof RecordRef.ByKey ? "k:" : "i:") + record.name();
    }
}
