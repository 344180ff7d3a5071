// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered.Reason;

/** Who carries out which order: a new one is a record in {@link Order} and a line here. */
final class Orders {
    private final Map<Class<? extends Order>, BiFunction<Order, Spaces, Carried>> all =
        new HashMap<>();

    Orders() {
        on(Order.Open.class, new Opening());
        on(Order.Use.class, new Using());
        on(Order.Leave.class, new Leaving());
        on(Order.Create.class, new Creating());
        on(Order.Introduce.class, Joining::introduce);
        on(Order.Join.class, new Joining());
        on(Order.Enrol.class, Governing::enrol);
        on(Order.Admin.class, Governing::admin);
        on(Order.Revoke.class, Governing::revoke);
        on(Order.Recover.class, Governing::recover);
    }

    private <O extends Order> void on(Class<O> kind, Handler<O> handler) {
        all.put(kind, (order, spaces) -> handler.carryOut(kind.cast(order), spaces));
    }

    /** Whether someone carries out orders of this kind. */
    boolean carries(Class<?> kind) {
        return all.containsKey(kind);
    }

    Carried carryOut(Order order, Spaces spaces) {
        return all.get(order.getClass()).apply(order, spaces);
    }

    /** Does something with the one space that a person means, or says that there is none such. */
    static Carried meant(String space, Spaces spaces, Function<Membership, Carried> what) {
        List<Membership> meant = spaces.members().meant(space);
        if (meant.size() == 1) {
            return what.apply(meant.get(0));
        }
        return Carried.refused(Reason.UNKNOWN, meant.isEmpty()
            ? "this box is in no space " + space + " (space lists them)"
            : "several spaces are called " + space + ": name one by its id, of "
                + String.join(", ", meant.stream().map(m -> m.id().toString()).toList()));
    }
}
