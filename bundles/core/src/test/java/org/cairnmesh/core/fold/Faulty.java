// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.fold;

import java.util.Set;
import java.util.function.Supplier;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.reduce.Causality;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.api.reduce.Key;
import org.cairnmesh.api.reduce.Reducer;

/** A reducer of registers that throws in one of its methods, or answers null there. */
public final class Faulty implements Reducer {
    private final String method;
    private final Supplier<Throwable> fault;
    private final Registers good;
    public int calls;

    /** @param fault what to throw; the answer is null if it supplies null */
    public Faulty(String method, int version, Supplier<Throwable> fault) {
        this.method = method;
        this.fault = fault;
        this.good = new Registers(version);
    }

    private <T> T in(String name, T answer) {
        calls++;
        if (!name.equals(method)) {
            return answer;
        }
        Throwable thrown = fault.get();
        if (thrown instanceof Error error) {
            throw error;
        } else if (thrown != null) {
            throw (RuntimeException) thrown;
        }
        return null;
    }

    @Override
    public String name() {
        return in("name", Registers.NAME);
    }

    @Override
    public int version() {
        return in("version", good.version());
    }

    @Override
    public Set<Kind> kinds() {
        return in("kinds", good.kinds());
    }

    @Override
    public Key key(Event event) {
        return in("key", good.key(event));
    }

    @Override
    public Document fold(Document before, Event event, Causality seen) {
        return in("fold", good.fold(before, event, seen));
    }

    @Override
    public Document view(Document state) {
        return in("view", state);
    }
}
