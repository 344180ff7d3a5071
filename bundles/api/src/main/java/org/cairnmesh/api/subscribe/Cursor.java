// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.subscribe;

import org.cairnmesh.api.data.Bytes;

/**
 * A place in the order in which events arrived at one box.
 *
 * @param log     the id of the log; a cursor of another log means the beginning
 * @param arrival how many events had arrived
 */
public record Cursor(Bytes log, long arrival) {
    /** Before the first event of any log. */
    public static final Cursor START = new Cursor(Bytes.EMPTY, 0);
}
