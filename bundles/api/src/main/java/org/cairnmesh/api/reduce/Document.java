// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.reduce;

import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;

/**
 * What has been folded of one thing so far, or what is shown of it. An empty one shows nothing.
 *
 * <p>An immutable value, safe from any thread. It holds either its content or, {@link #packed}, the
 * encoding of that: a million documents that are kept then cost what their bytes cost, and each
 * call of {@link #content} decodes anew. Both are equal. Whoever reads much of one asks once.
 */
public final class Document {
    public static final Document EMPTY = new Document(Item.Table.EMPTY, null);

    /** One of the two is there. */
    private final Item.Table content;
    private final Bytes encoded;

    private Document(Item.Table content, Bytes encoded) {
        this.content = content;
        this.encoded = encoded;
    }

    public Document(Item.Table content) {
        this(content, null);
    }

    /**
     * The document that {@link #encoded} wrote.
     *
     * @throws MalformedException if the bytes are anything else
     */
    public static Document decode(Bytes encoded) {
        if (!(Cbor.decode(encoded) instanceof Item.Table table)) {
            throw new MalformedException("a document that is no table");
        }
        return new Document(table);
    }

    /**
     * The document that {@link #encoded} wrote, not looked at: for bytes that are known to be
     * whole. Of others, {@link #content} throws {@link MalformedException}.
     */
    public static Document packed(Bytes encoded) {
        return new Document(null, encoded);
    }

    public Item.Table content() {
        return content != null ? content : decode(encoded).content;
    }

    /** The one encoding of the content. */
    public Bytes encoded() {
        return encoded != null ? encoded : Cbor.encode(content);
    }

    /** This document in its smallest form. */
    public Document packed() {
        return encoded != null ? this : packed(encoded());
    }

    public boolean isEmpty() {
        return content != null ? content.entries().isEmpty() : equals(EMPTY);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Document document)) {
            return false;
        }
        return content != null && document.content != null ? content.equals(document.content)
            : encoded().equals(document.encoded());
    }

    @Override
    public int hashCode() {
        return encoded().hashCode();
    }

    @Override
    public String toString() {
        return content().toString();
    }
}
