// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Identity;
import org.junit.jupiter.api.Test;

/** Reads the examples of docs/wire-space.md with the real decoders, and compares what it claims. */
class SpaceDocTest {
    private static final String PAGE = "docs/wire-space.md";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|`]+) \\| `([^`]+)` \\|$");

    private final Recovery recovery = new Recovery(counting(0, Recovery.SEED_SIZE));
    private final Identity device = new Identity(counting(0, Identity.SECRET_SIZE));
    private final SpaceId space = recovery.space();
    private final Bytes key = counting(0x80, KeyWrap.KEY_SIZE);
    private final Map<String, String> rows = rows(page());

    private static Bytes counting(int from, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (from + i);
        }
        return Bytes.of(bytes);
    }

    private static String page() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve(PAGE))) {
            directory = directory.getParent();
        }
        try {
            return Files.readString(directory.resolve(PAGE));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Map<String, String> rows(String page) {
        Map<String, String> rows = new LinkedHashMap<>();
        for (Matcher row = ROW.matcher(page); row.find();) {
            rows.put(row.group(1), row.group(2));
        }
        return rows;
    }

    private Act act(String name) {
        return Act.of(new Kind(name), (Item.Table) Cbor.decode(Bytes.ofHex(rows.get(name))));
    }

    private List<Head> heads() {
        return List.of(new Head(new FeedId(counting(0xc0, 16)), 3,
            new BlockId(counting(0xd0, 32))));
    }

    @Test
    void theOwnerAndTheSpaceFollowFromTheRecoveryCode() {
        assertEquals(recovery, Recovery.parse(rows.get("recovery code")));
        assertEquals(recovery.code(), rows.get("recovery code"));
        assertEquals(recovery.seed().hex(), rows.get("seed"));
        assertEquals(recovery.owner().publicKeys().hex(), rows.get("owner's public keys"));
        assertEquals(recovery.nonce().hex(), rows.get("nonce"));
        assertEquals(space.toString(), rows.get("space id"));
        assertEquals(new Founding(recovery.owner().publicKeys(), recovery.nonce(), "",
            Founding.Role.ROSTER).feed(space).toString(), rows.get("owner's roster feed"));
    }

    @Test
    void theTextsAreReadAsThePageSays() {
        DeviceText text = new DeviceText(device.publicKeys(), "north");
        SpaceText camp = new SpaceText(space, "Camp");

        assertEquals(text, DeviceText.parse(rows.get("device text")));
        assertEquals(text.text(), rows.get("device text"));
        assertEquals(camp, SpaceText.parse(rows.get("space text")));
        assertEquals(camp.text(), rows.get("space text"));
    }

    @Test
    void theActsAreReadAsThePageSays() {
        assertEquals(new Act.Found("Camp", false), act("space.found"));
        assertEquals(new Act.Enrol(device.publicKeys(), "north", 16), act("space.enrol"));
        assertEquals(new Act.Admin(device.device()), act("space.admin"));
        assertEquals(new Act.Revoke(device.device(), heads()), act("space.revoke"));
        assertEquals(new Act.Resolve(heads().get(0).feed(), heads()), act("space.resolve"));
        assertEquals(new Act.CorrectTime(heads().get(0).feed(), new Correction(3, 9, -60_000)),
            act("space.time"));
        assertEquals(7, rows.keySet().stream().filter(name -> name.startsWith("space.")).count());
    }

    @Test
    void theKeyIsOpenedAsThePageSays() {
        Act.Key act = (Act.Key) act("space.key");

        assertEquals(Optional.of(key), KeyWrap.open(space, act, device));
        assertEquals(key.hex(), rows.get("key"));
        assertEquals(KeyWrap.id(key).hex(), rows.get("key id"));
        assertEquals(KeyWrap.id(key), act.id());
        assertTrue(act.made());
    }

    @Test
    void theBoundsAreThoseOfThePage() {
        says("at most " + Act.HEADS_MAX + " heads");
        says("at most " + Act.WRAPS_MAX + " wraps");
        says("1 to " + Act.FEEDS_MAX + ", usually " + Charter.FEEDS);
        says("at most " + Limits.NAME_BYTES_MAX + " bytes of UTF-8");
        says(Charter.MEMBERS_MAX + " members");
        says("first " + Charter.KEYS_MAX + " keys");
        says("latest " + Charter.CORRECTIONS_MAX);
    }

    private static void says(String fact) {
        assertTrue(page().replaceAll("\\s+", " ").contains(fact), fact);
    }
}
