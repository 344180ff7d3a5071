// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

/** Takes outcomes apart, so that a test fails with what was refused. */
final class Refusals {
    private Refusals() { }

    static <T> T done(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Done<T> done) {
            return done.value();
        }
        throw new AssertionError(outcome.toString());
    }

    /** Status and line of a refusal, as {@code 2: --name needs a value}. */
    static String refusal(Outcome<?> outcome) {
        Outcome.Refused<?> refused = assertInstanceOf(Outcome.Refused.class, outcome);
        return refused.status() + ": " + refused.line();
    }
}
