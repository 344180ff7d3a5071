// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.itest.plugin;

import org.cairnmesh.api.reduce.Document;

/** What the bundle of {@link TornReducer} lacks. */
final class LeftOut {
    private LeftOut() { }

    static Document kept(Document before) {
        return before;
    }
}
