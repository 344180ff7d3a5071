// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import java.io.Console;
import java.util.Optional;

/** Asks for the key of the store. It stays in memory: as the system property that store reads. */
final class StorePrompt {
    private static final String PROPERTY = "cairn.store.key";

    private StorePrompt() { }

    /** Answers false if there is nobody to ask. */
    static boolean ask() {
        Optional<char[]> told = Optional.ofNullable(System.console())
            .flatMap(StorePrompt::read);
        told.ifPresent(key -> System.setProperty(PROPERTY, new String(key)));
        return told.isPresent();
    }

    private static Optional<char[]> read(Console console) {
        return Optional.ofNullable(console.readPassword("key of the store: "))
            .filter(key -> key.length > 0);
    }
}
