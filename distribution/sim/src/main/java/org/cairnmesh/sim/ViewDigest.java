// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import java.nio.charset.StandardCharsets;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.node.Snapshot;

/** A fingerprint of everything that a box shows: equal on boxes that show the same. */
final class ViewDigest {
    private static final int SHOWN = 16;

    private ViewDigest() { }

    /** The first digits of SHA-256 over each reducer's name, keys and documents, in their order. */
    static String of(Snapshot snapshot) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new TreeMap<>(snapshot.views()).forEach((name, view) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                view.documents().forEach(entry -> {
                    digest.update(entry.getKey().text().getBytes(StandardCharsets.UTF_8));
                    digest.update(Cbor.encode(entry.getValue().content()).toArray());
                });
            });
            return HexFormat.of().formatHex(digest.digest()).substring(0, SHOWN);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
