// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.api.reduce.Key;

/**
 * Two boxes that show the same have the same digest: SHA-256 over the CBOR of each reducer's name,
 * in the order of the names, each followed by the CBOR of key and document, in the order of the
 * keys.
 */
public final class ViewDigest {
    /** How many bytes of the digest people are shown. */
    private static final int SHOWN_BYTES = 8;

    private ViewDigest() { }

    /** The first hexadecimal digits of what a snapshot's views hash to. */
    public static String of(Snapshot snapshot) {
        MessageDigest digest = sha256();
        new TreeMap<>(snapshot.views()).forEach((reducer, view) -> {
            add(digest, Item.of(reducer));
            for (Map.Entry<Key, Document> entry : view.documents()) {
                add(digest, Item.of(entry.getKey().text()));
                add(digest, entry.getValue().content());
            }
        });
        return Bytes.of(digest.digest()).head(SHOWN_BYTES).hex();
    }

    static void add(MessageDigest digest, Item item) {
        digest.update(Cbor.encode(item).toArray());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
