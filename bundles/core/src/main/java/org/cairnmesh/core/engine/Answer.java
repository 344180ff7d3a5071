// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.concurrent.CompletableFuture;
import org.cairnmesh.api.node.Appended;

/** What a caller will be told once it is durable. */
record Answer(CompletableFuture<Appended> future, Appended appended) {
    void tell() {
        future.complete(appended);
    }
}
