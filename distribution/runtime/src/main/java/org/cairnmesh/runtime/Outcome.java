// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import java.io.IOException;
import java.util.function.ToIntFunction;

/** What a step of the launcher came to: a value, or one line that says why not. */
sealed interface Outcome<T> {
    /** The exit status for a command line that says something else than it should. */
    int USAGE = 2;
    /** The exit status for everything else that goes wrong. */
    int FAILED = 1;

    record Done<T>(T value) implements Outcome<T> {
        @Override
        public <R> Outcome<R> then(Step<T, R> next) throws IOException {
            return next.take(value);
        }

        @Override
        public int end(ToIntFunction<T> done, Report refused) {
            return done.applyAsInt(value);
        }
    }

    /** The line is for people and says what would be right. */
    record Refused<T>(int status, String line) implements Outcome<T> {
        @Override
        public <R> Outcome<R> then(Step<T, R> next) {
            return new Refused<>(status, line);
        }

        @Override
        public int end(ToIntFunction<T> done, Report refused) {
            return refused.take(status, line);
        }
    }

    /** A step that takes the value of the one before. */
    interface Step<T, R> {
        Outcome<R> take(T value) throws IOException;
    }

    /** What is made of a refusal at the end. */
    interface Report {
        int take(int status, String line);
    }

    /** The exit status of the process. */
    int end(ToIntFunction<T> done, Report refused);

    /** The outcome of the next step, or this refusal. */
    <R> Outcome<R> then(Step<T, R> next) throws IOException;

    static <T> Outcome<T> done(T value) {
        return new Done<>(value);
    }

    static <T> Outcome<T> misused(String line) {
        return new Refused<>(USAGE, line);
    }

    static <T> Outcome<T> refused(String line) {
        return new Refused<>(FAILED, line);
    }
}
