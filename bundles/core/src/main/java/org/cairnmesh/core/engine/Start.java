// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

/**
 * What was asked for when the box was started. An engine that is updated starts anew within the
 * same run, and must not undo what the owner has ordered since.
 *
 * @param run     names the run of the box
 * @param inClear whether the open space of the configuration may go out on a radio from now on
 * @param scaled  whether the clock does not run as clocks do: then the box is in demo spaces only
 */
public record Start(long run, boolean inClear, boolean scaled) {
    /** Nothing in particular. */
    public static final Start PLAIN = new Start(0, false, false);

    static final String SCALABLE_SPACES = "demo";

    /** Whether a box with this clock may be in an open space of this name. */
    boolean fits(String spaceName) {
        return !scaled || spaceName.startsWith(SCALABLE_SPACES);
    }
}
