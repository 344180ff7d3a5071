// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The options at the front of a command line, as {@code --name value} or {@code --name=value}, and
 * what follows them. A flag has the value {@code ""}.
 */
record Options(Map<String, String> given, List<String> rest) {
    Options {
        given = Map.copyOf(given);
        rest = List.copyOf(rest);
    }

    /** Reads options up to the first word that is none, or up to {@code --}. */
    static Outcome<Options> read(List<String> words, Set<String> valued, Set<String> flags) {
        Map<String, String> given = new LinkedHashMap<>();
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("--")) {
            String word = words.get(at++);
            if (word.equals("--")) {
                break;
            }
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            String value = equals < 0 ? "" : word.substring(equals + 1);
            if (valued.contains(name) && equals < 0) {
                if (at == words.size()) {
                    return Outcome.misused(name + " needs a value");
                }
                value = words.get(at++);
            } else if (!valued.contains(name) && (!flags.contains(name) || equals >= 0)) {
                return Outcome.misused("unknown option " + word + " (see cairn --help)");
            }
            if (given.putIfAbsent(name, value) != null) {
                return Outcome.misused(name + " is given twice");
            }
        }
        return Outcome.done(new Options(given, words.subList(at, words.size())));
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(given.get(name));
    }

    boolean has(String name) {
        return given.containsKey(name);
    }
}
