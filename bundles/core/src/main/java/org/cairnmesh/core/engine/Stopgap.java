// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.core.feed.SpaceKey;

/**
 * The key that a box seals with while it has none of a closed space, and the event that tells it.
 * It is drawn once; whoever can read the event can read what was sealed before.
 */
final class Stopgap {
    static final Kind KIND = new Kind("feed.key");

    private static final String KEY = "key";
    private static final String MARK = "stopgap ";
    private static final String TOLD_MARK = "stopgap told ";

    private final Journal journal;
    private final Box box;
    private Optional<SpaceKey> key;
    private boolean told;

    /** Of the box's device: one that was restored from a backup has another. */
    Stopgap(Journal journal, Box box) {
        this.journal = journal;
        this.box = box;
        this.key = Optional.ofNullable(journal.log.marks().get(mark(MARK))).map(SpaceKey::new);
        this.told = journal.log.marks().containsKey(mark(TOLD_MARK));
    }

    private String mark(String what) {
        return what + box.identity().device();
    }

    /** The key; drawn when it is first needed, and durable with what is sealed with it. */
    SpaceKey get() {
        if (key.isEmpty()) {
            byte[] secret = new byte[SpaceKey.SIZE];
            box.random().nextBytes(secret);
            key = Optional.of(new SpaceKey(Bytes.of(secret)));
            journal.mark(mark(MARK), key.get().secret());
        }
        return key.get();
    }

    /** The key, if it was drawn. */
    Optional<SpaceKey> drawn() {
        return key;
    }

    /** The draft that tells it, if it was used and nobody was told. */
    Optional<Draft> untold() {
        return key.filter(k -> !told && journal.sealedWith(k.id()))
            .map(k -> Draft.of(KIND, Item.Table.EMPTY.with(KEY, Item.of(k.secret())), ""));
    }

    /** What the next commit writes tells it. */
    void told() {
        told = true;
        journal.mark(mark(TOLD_MARK), Bytes.EMPTY);
    }

    /** The key that an event tells. */
    static Optional<SpaceKey> key(Event event) {
        return event.kind().equals(KIND) && event.payload().get(KEY) instanceof Item.Bin secret
            && secret.value().size() == SpaceKey.SIZE
            ? Optional.of(new SpaceKey(secret.value())) : Optional.empty();
    }
}
