// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.core.feed.Identity;
import org.junit.jupiter.api.Test;

class KeyWrapTest {
    private static final SpaceId SPACE = Recovery.draw(new Random(1)).space();
    private static final Bytes KEY = KeyWrap.draw(new Random(2));

    private static List<Bytes> keys(int devices) {
        return LongStream.range(0, devices).mapToObj(i -> Scribe.identity(i).publicKeys())
            .toList();
    }

    private static List<Act.Key> wrap(List<Bytes> publicKeys, long seed) {
        return KeyWrap.wrap(SPACE, KEY, true, publicKeys, new Random(seed)).stream()
            .map(Act.Key.class::cast).toList();
    }

    @Test
    void whoeverAKeyIsWrappedToOpensItAndNobodyElse() {
        Act.Key act = wrap(keys(3), 3).get(0);

        for (int device = 0; device < 3; device++) {
            assertEquals(Optional.of(KEY), KeyWrap.open(SPACE, act, Scribe.identity(device)));
        }
        assertEquals(Optional.empty(), KeyWrap.open(SPACE, act, Scribe.identity(3)));
    }

    @Test
    void aWrapForAnotherDeviceDoesNotOpenUnderItsName() {
        Act.Key act = wrap(keys(2), 3).get(0);
        Act.Key.Wrap renamed = new Act.Key.Wrap(Scribe.device(0), act.wraps().get(1).sealed());

        assertEquals(Optional.empty(), KeyWrap.open(SPACE,
            new Act.Key(act.id(), true, act.ephemeral(), List.of(renamed)), Scribe.identity(0)));
    }

    @Test
    void aWrapIsOfItsSpaceItsIdAndItsEphemeralKey() {
        Act.Key act = wrap(keys(1), 3).get(0);
        Identity device = Scribe.identity(0);
        SpaceId other = Recovery.draw(new Random(9)).space();

        assertEquals(Optional.empty(), KeyWrap.open(other, act, device));
        assertEquals(Optional.empty(), KeyWrap.open(SPACE,
            new Act.Key(Bytes.ofHex("00000000"), true, act.ephemeral(), act.wraps()), device));
        assertEquals(Optional.empty(), KeyWrap.open(SPACE, new Act.Key(act.id(), true,
            Identity.reachKey(Scribe.identity(8).publicKeys()), act.wraps()), device));
        assertEquals(Optional.empty(), KeyWrap.open(SPACE,
            new Act.Key(act.id(), true, Bytes.of(new byte[32]), act.wraps()), device));
    }

    @Test
    void aKeyUnderTheIdOfAnotherIsNotTaken() {
        Bytes other = KeyWrap.draw(new Random(7));
        Identity ephemeral = Scribe.identity(50);
        Bytes with = Identity.reachKey(ephemeral.publicKeys());
        Bytes reach = Identity.reachKey(keys(1).get(0));
        Bytes shared = ephemeral.agree(reach).orElseThrow();
        Bytes lie = KeyWrap.id(KEY);
        Bytes sealed = Secrets.seal(Secrets.derive(shared,
            Bytes.ofHex(with.hex() + reach.hex()).toArray(), Bytes.ofHex(Bytes.of(
                Secrets.label("cairn wrap")).hex() + SPACE.value().hex() + lie.hex()).toArray(),
            32), other);

        assertEquals(Optional.empty(), KeyWrap.open(SPACE, new Act.Key(lie, true, with,
            List.of(new Act.Key.Wrap(Scribe.device(0), sealed))), Scribe.identity(0)));
    }

    @Test
    void manyDevicesTakeSeveralActs() {
        assertEquals(0, wrap(keys(0), 3).size());
        assertEquals(1, wrap(keys(Act.WRAPS_MAX), 3).size());
        List<Act.Key> acts = wrap(keys(Act.WRAPS_MAX + 1), 3);

        assertEquals(2, acts.size());
        assertNotEquals(acts.get(0).ephemeral(), acts.get(1).ephemeral());
        assertEquals(Optional.of(KEY),
            KeyWrap.open(SPACE, acts.get(1), Scribe.identity(Act.WRAPS_MAX)));
    }

    @Test
    void aDeviceWithAnUnsoundKeyIsLeftOut() {
        Bytes unsound = Bytes.of(new byte[Identity.PUBLIC_SIZE]);

        assertEquals(List.of(), wrap(List.of(unsound), 3));
        assertEquals(List.of(Scribe.device(0)), wrap(List.of(unsound, keys(1).get(0)), 3).get(0)
            .wraps().stream().map(Act.Key.Wrap::device).toList());
    }

    @Test
    void twoWrapsOfOneKeyHaveNothingInCommon() {
        Act.Key one = wrap(keys(1), 3).get(0);
        Act.Key other = wrap(keys(1), 4).get(0);

        assertNotEquals(one.wraps(), other.wraps());
        assertNotEquals(one.ephemeral(), other.ephemeral());
    }
}
