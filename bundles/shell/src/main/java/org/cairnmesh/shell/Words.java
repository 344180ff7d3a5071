// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words after a command, sorted into positional words, options and flags. */
record Words(List<String> positional, Map<String, List<String>> options, Set<String> flags) {
    private static final String END = "--";

    Words {
        positional = List.copyOf(positional);
        options = Map.copyOf(options);
        flags = Set.copyOf(flags);
    }

    /** Sorts words as a verb wants them; complains about what does not fit. */
    static Words of(Verb verb, List<String> words) {
        List<String> positional = new ArrayList<>();
        Map<String, List<String>> options = new HashMap<>();
        Set<String> flags = new HashSet<>();
        boolean ended = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (ended || verb.shape().literal(positional.size()) || !isOption(verb, word)) {
                positional.add(word);
            } else if (word.equals(END)) {
                ended = true;
            } else {
                i += option(verb, words, i, options, flags);
            }
        }
        if (positional.size() < verb.shape().least()) {
            throw verb.misused("something is missing");
        }
        if (positional.size() > verb.shape().most()) {
            throw verb.misused("too many words, from '"
                + Printed.line(positional.get(verb.shape().most()))
                + "' on; what holds spaces needs quotes");
        }
        return new Words(positional, options, flags);
    }

    private static boolean isOption(Verb verb, String word) {
        return word.startsWith("--")
            || word.startsWith("-") && verb.shape().flags().contains(word.substring(1));
    }

    /** Takes the option at {@code at}; how many words it took beside its name. */
    private static int option(Verb verb, List<String> words, int at,
                              Map<String, List<String>> options, Set<String> flags) {
        String word = words.get(at);
        int equals = word.indexOf('=');
        String name = (equals < 0 ? word : word.substring(0, equals)).replaceFirst("^--?", "");
        if (verb.shape().flags().contains(name) && equals < 0) {
            flags.add(name);
            return 0;
        }
        if (!verb.shape().options().contains(name)) {
            throw verb.misused("no option " + Printed.line(word));
        }
        if (options.containsKey(name) && !verb.shape().repeated().contains(name)) {
            throw verb.misused("--" + name + " stands there twice");
        }
        if (equals < 0 && at + 1 >= words.size()) {
            throw verb.misused("--" + name + " needs a value");
        }
        String value = equals < 0 ? words.get(at + 1) : word.substring(equals + 1);
        if (value.isEmpty()) {
            throw verb.misused("--" + name + " needs a value");
        }
        options.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
        return equals < 0 ? 1 : 0;
    }

    int count() {
        return positional.size();
    }

    String at(int position) {
        return positional.get(position);
    }

    List<String> from(int position) {
        return positional.subList(Math.min(position, positional.size()), positional.size());
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name)).map(values -> values.get(0));
    }

    /** All values of an option that may stand there several times. */
    Set<String> all(String name) {
        return Set.copyOf(options.getOrDefault(name, List.of()));
    }

    boolean flag(String name) {
        return flags.contains(name);
    }
}
