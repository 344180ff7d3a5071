// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import org.cairnmesh.api.space.Order;

/**
 * Carries out one kind of order, on the engine thread. It refuses before it changes anything, and
 * leaves the commit to the turn.
 */
@FunctionalInterface
interface Handler<O extends Order> {
    Carried carryOut(O order, Spaces spaces);
}
