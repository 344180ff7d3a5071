// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.reduce;

import org.cairnmesh.api.data.Item;

/** What has been folded of one thing so far, or what is shown of it. An empty one shows nothing. */
public record Document(Item.Table content) {
    public static final Document EMPTY = new Document(Item.Table.EMPTY);

    public boolean isEmpty() {
        return content.entries().isEmpty();
    }
}
