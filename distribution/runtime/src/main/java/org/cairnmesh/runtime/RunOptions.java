// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code cairn run} was asked for. Name and space are kept in the home once they are known,
 * and so is, by the box, what may go out in clear; air, clock scale and console are options of one
 * run.
 *
 * @param home       an absolute path
 * @param name       empty if it is not given
 * @param space      empty if it is not given
 * @param inClear    whether the open space may go out on radios from now on
 * @param air        the simulated air to join, if any
 * @param clockScale seconds of the box's clock in one second
 * @param console    whether the box reads commands from its standard input
 * @param storeKey   a file with the key of the store, or - to be asked for it; empty for none
 */
record RunOptions(Path home, Optional<String> name, Optional<String> space, boolean inClear,
                  Optional<Air> air, double clockScale, boolean console,
                  Optional<String> storeKey) {
    /** As {@code org.cairnmesh.api.event.Limits}, which the launcher cannot name, has it. */
    static final int NAME_BYTES_MAX = 32;
    static final double CLOCK_SCALE_MAX = 10_000;

    private static final Set<String> VALUED =
        Set.of("--home", "--name", "--space", "--air", "--clock-scale", "--store-key");
    private static final Set<String> FLAGS = Set.of("--in-clear", "--no-console");

    /** Reads the words after {@code run}; {@code user} is the home directory of who runs it. */
    static Outcome<RunOptions> read(List<String> words, Path user) throws IOException {
        return Options.read(words, VALUED, FLAGS).then(options -> read(options, user));
    }

    private static Outcome<RunOptions> read(Options options, Path user) throws IOException {
        if (!options.rest().isEmpty()) {
            return Outcome.misused("run takes options only, not '" + options.rest().get(0) + "'");
        }
        for (String option : List.of("--name", "--space")) {
            Optional<String> value = options.value(option);
            if (value.isPresent() && !named(value.get())) {
                return Outcome.misused(option + " takes 1 to " + NAME_BYTES_MAX
                    + " bytes without blanks, not '" + value.get() + "'");
            }
        }
        return Home.path(options, user).then(home ->
            air(options).then(air ->
                clockScale(options).then(scale -> Outcome.done(new RunOptions(
                    home, options.value("--name"), options.value("--space"),
                    options.has("--in-clear"), air, scale, !options.has("--no-console"),
                    options.value("--store-key").map(key -> key.equals("-") ? key
                        : Path.of(key).toAbsolutePath().toString()))))));
    }

    /** Whether a text can name a box or a space: on one line, in one word, within the bound. */
    static boolean named(String text) {
        return !text.isEmpty()
            && text.getBytes(StandardCharsets.UTF_8).length <= NAME_BYTES_MAX
            && text.codePoints().noneMatch(c -> Character.isWhitespace(c)
                || Character.isSpaceChar(c) || Character.isISOControl(c));
    }

    private static Outcome<Optional<Air>> air(Options options) throws IOException {
        Optional<String> text = options.value("--air");
        return text.isEmpty() ? Outcome.done(Optional.empty())
            : Air.read(text.get()).then(air -> Outcome.done(Optional.of(air)));
    }

    private static Outcome<Double> clockScale(Options options) {
        String text = options.value("--clock-scale").orElse("1");
        if (text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
            double scale = Double.parseDouble(text);
            if (scale > 0 && scale <= CLOCK_SCALE_MAX) {
                return Outcome.done(scale);
            }
        }
        return Outcome.misused("--clock-scale takes a number above 0, at most "
            + (long) CLOCK_SCALE_MAX + ", not '" + text + "'");
    }
}
