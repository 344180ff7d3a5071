// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.cairnmesh.api.blob.Blobs;
import org.cairnmesh.api.ledger.Ledger;
import org.cairnmesh.api.node.Node;
import org.cairnmesh.api.node.Snapshot;

/** What commands work on. The store may be away, so blobs are asked for anew each time. */
record Box(Node node, Supplier<Optional<Blobs>> blobs,
           Supplier<Optional<Ledger>> ledger, InstantSource clock, Pace pace,
           long frameworkStartedMillis) {
    Snapshot snapshot() {
        return node.snapshot();
    }
}
