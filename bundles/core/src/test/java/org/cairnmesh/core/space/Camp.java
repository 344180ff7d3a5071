// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import static org.cairnmesh.core.space.Scribe.device;
import static org.cairnmesh.core.space.Scribe.enrol;
import static org.cairnmesh.core.space.Scribe.identity;

import java.util.Random;
import java.util.stream.Stream;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.core.feed.Crypto;
import org.cairnmesh.core.feed.Founding;

/** The roster feeds of a space with three admins, that a test writes by hand. */
final class Camp {
    static final Recovery RECOVERY = Recovery.draw(new Random(1));
    static final SpaceId SPACE = RECOVERY.space();
    static final long MINUTE = 60_000;

    final Scribe owner = Scribe.owner(RECOVERY);
    final Scribe one = Scribe.of(SPACE, identity(1));
    final Scribe two = Scribe.of(SPACE, identity(2));
    final Scribe three = Scribe.of(SPACE, identity(3));

    /** The owner names the three. */
    void founded() {
        owner.write(new Act.Found("Camp", false), enrol(1), new Act.Admin(device(1)));
        owner.write(enrol(2), new Act.Admin(device(2)), enrol(3), new Act.Admin(device(3)));
    }

    Charter charter() {
        return Scribe.charter(owner, one, two, three);
    }

    static Act revoke(long seed, Head... heads) {
        return new Act.Revoke(device(seed), Stream.of(heads).sorted().toList());
    }

    /** A block of the feed of records that a device has. */
    static Head data(long seed, long number) {
        return new Head(records(seed).feed(SPACE), number,
            new BlockId(Crypto.hash(Bytes.ofLong(number).toArray())));
    }

    static Founding records(long seed) {
        return new Founding(identity(seed).publicKeys(), Bytes.ofLong(seed), "box" + seed);
    }
}
