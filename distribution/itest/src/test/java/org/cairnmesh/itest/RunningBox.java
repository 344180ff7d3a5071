// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.itest;

import java.util.Arrays;
import org.cairnmesh.api.node.Node;
import org.cairnmesh.api.node.Snapshot;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** A box, seen from a test in its framework. */
record RunningBox(Node node, BundleContext context) {
    Records records() {
        return new Records(node.snapshot());
    }

    /** Returns once log and reducer are here and all that is held is shown. */
    void awaitWhole() throws InterruptedException {
        Until.holds("all that is held is shown", this::whole, this::state);
    }

    /** Returns once that holds, and the one driver is open and nothing is wrong. */
    void awaitComplete() throws InterruptedException {
        Until.holds("the box is complete", () -> whole()
            && node.snapshot().problems().isEmpty() && node.snapshot().carriers().size() == 1
            && node.snapshot().carriers().get(0).problem().isEmpty(), this::state);
    }

    /** Returns once the driver has sent something since it was opened. */
    void awaitSending() throws InterruptedException {
        Until.holds("the driver sends",
            () -> node.snapshot().carriers().get(0).framesOut() > 0, this::state);
    }

    Bundle bundle(String artifact) {
        return Arrays.stream(context.getBundles())
            .filter(bundle -> ("org.cairnmesh." + artifact).equals(bundle.getSymbolicName()))
            .findFirst().orElseThrow();
    }

    /** What a failed wait tells. */
    String state() {
        Snapshot snapshot = node.snapshot();
        return "views " + snapshot.views().values().stream()
            .map(view -> view.reducer() + (view.stale() ? " (stale)" : "")).toList()
            + ", kinds " + snapshot.kinds() + ", unknown " + snapshot.unknown()
            + ", carriers " + snapshot.carriers() + ", problems " + snapshot.problems();
    }

    private boolean whole() {
        return node.snapshot().hasLog() && records().whole().isPresent();
    }
}
