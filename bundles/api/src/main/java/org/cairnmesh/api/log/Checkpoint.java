// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.log;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.cairnmesh.api.data.Bytes;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What is kept beside a log so that a box need not work out again what follows from it: tables of
 * bytes. Never the truth: all of it may be lost, damaged, or older than the log at any time, and
 * who reads it finds out whether it fits.
 *
 * <p>One thread at a time, the one that calls the log. Nothing here throws because of the medium: a
 * checkpoint that fails is empty from then on, and says so once in the log for people. What {@link
 * #get} and {@link #read} answer is what was put, to the byte, or nothing. Changes are seen at
 * once; {@link #commit} keeps them past a restart.
 */
@ProviderType
public interface Checkpoint {
    Optional<Bytes> get(String table, Bytes key);

    /**
     * Every entry of a table, in the order of the keys.
     *
     * @return false if it was damaged: then what was read before may be a part of it
     */
    boolean read(String table, BiConsumer<Bytes, Bytes> each);

    void put(String table, Bytes key, Bytes value);

    void remove(String table, Bytes key);

    /** Removes every entry of a table. */
    void clear(String table);

    /**
     * Keeps what was changed. After a loss of power the last commits may be gone, or entries of
     * one may stand beside entries of another: what must fit together needs a sum over it.
     *
     * @return false if it cannot be kept
     */
    boolean commit();
}
