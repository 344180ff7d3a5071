// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.KeyAgreement;
import org.cairnmesh.second.GcmSiv;
import org.cairnmesh.second.PlainCbor;
import org.cairnmesh.second.SecondTexts;
import org.junit.jupiter.api.Test;

/** The examples of docs/wire-space.md, read with the JDK and the page alone. */
class SecondSpaceTest {
    private final Map<String, String> page = page();

    private static Map<String, String> page() {
        Map<String, String> page = new HashMap<>();
        try {
            Files.readString(SourceTree.ROOT.resolve("docs/wire-space.md")).lines()
                .filter(line -> line.matches("\\| [^|]+ \\| `[^`]+` \\|"))
                .map(line -> line.split("[|`]"))
                .forEach(cells -> page.put(cells[1].strip(), cells[3]));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return page;
    }

    private byte[] bytes(String what) {
        return HexFormat.of().parseHex(page.get(what));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String hash(int size, byte[]... parts) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (byte[] part : parts) {
            digest.update(part);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, size);
    }

    @Test
    void theOwnerFollowsFromTheRecoveryCode() throws GeneralSecurityException {
        byte[] content = SecondTexts.content("recovery code", page.get("recovery code"), 17);
        byte[] seed = Arrays.copyOfRange(content, 1, 17);
        byte[] secret = SecondTexts.hkdf(seed, new byte[0], ascii("cairn owner"), 64);
        byte[] nonce = SecondTexts.hkdf(seed, new byte[0], ascii("cairn space nonce"), 8);
        byte[] keys = bytes("owner's public keys");

        assertEquals(1, content[0]);
        assertArrayEquals(bytes("seed"), seed);
        assertArrayEquals(bytes("nonce"), nonce);
        assertArrayEquals(Arrays.copyOf(keys, 32), agreed(Arrays.copyOf(secret, 32), nine()));
        assertEquals(page.get("space id"), hash(16, ascii("cairn space"), keys, nonce));
        assertEquals(page.get("owner's roster feed"),
            hash(16, ascii("cairn roster"), bytes("space id"), keys, nonce));
    }

    @Test
    void theTextsNameTheSpaceAndTheDevice() {
        byte[] space = SecondTexts.content("space text", page.get("space text"), 18);
        byte[] device = SecondTexts.content("device text", page.get("device text"), 66);
        Map<?, ?> enrol = (Map<?, ?>) PlainCbor.read(bytes("space.enrol"));

        assertArrayEquals(bytes("space id"), Arrays.copyOfRange(space, 1, 17));
        assertEquals("Camp", new String(space, 17, space.length - 17, StandardCharsets.UTF_8));
        assertArrayEquals((byte[]) enrol.get("keys"), Arrays.copyOfRange(device, 1, 65));
        assertEquals(enrol.get("name"),
            new String(device, 65, device.length - 65, StandardCharsets.UTF_8));
    }

    @Test
    void theKeyOpensForTheDeviceThatItWasWrappedFor() throws GeneralSecurityException {
        Map<?, ?> act = (Map<?, ?>) PlainCbor.read(bytes("space.key"));
        byte[] with = (byte[]) act.get("with");
        byte[] wraps = (byte[]) act.get("for");
        byte[] device = (byte[]) ((Map<?, ?>) PlainCbor.read(bytes("space.admin"))).get("device");
        byte[] secret = new byte[32];
        for (int i = 0; i < 32; i++) {
            secret[i] = (byte) i;
        }
        byte[] own = agreed(secret, nine());

        byte[] wrap = SecondTexts.hkdf(agreed(secret, with), joined(with, own),
            joined(ascii("cairn wrap"), bytes("space id"), (byte[]) act.get("key")), 32);
        byte[] key = GcmSiv.open(wrap, new byte[12], Arrays.copyOfRange(wraps, 16, 64));

        assertArrayEquals(device, Arrays.copyOf(wraps, 16));
        assertArrayEquals(bytes("key"), key);
        assertEquals(page.get("key id"), hash(4, ascii("cairn key"), key));
        assertArrayEquals(bytes("key id"), (byte[]) act.get("key"));
    }

    @Test
    void everyActIsDeterministicCbor() {
        for (String act : List.of("space.found", "space.enrol", "space.admin", "space.revoke",
                "space.key", "space.resolve", "space.time")) {
            assertArrayEquals(bytes(act), PlainCbor.write(PlainCbor.read(bytes(act))), act);
        }
    }

    private static byte[] joined(byte[]... parts) {
        StringBuilder all = new StringBuilder();
        for (byte[] part : parts) {
            all.append(HexFormat.of().formatHex(part));
        }
        return HexFormat.of().parseHex(all.toString());
    }

    /** The base point of X25519. */
    private static byte[] nine() {
        byte[] nine = new byte[32];
        nine[0] = 9;
        return nine;
    }

    private static byte[] agreed(byte[] secret, byte[] with) throws GeneralSecurityException {
        byte[] high = new byte[32];
        for (int i = 0; i < 32; i++) {
            high[i] = with[31 - i];
        }
        high[0] &= 0x7f;
        KeyFactory keys = KeyFactory.getInstance("XDH");
        KeyAgreement agreement = KeyAgreement.getInstance("XDH");
        agreement.init(keys.generatePrivate(
            new XECPrivateKeySpec(NamedParameterSpec.X25519, secret)));
        agreement.doPhase(keys.generatePublic(
            new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, high))), true);
        return agreement.generateSecret();
    }
}
