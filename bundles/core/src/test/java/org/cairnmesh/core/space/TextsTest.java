// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.core.feed.Identity;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The texts that people pass on: recovery codes, device texts, space texts. */
class TextsTest {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static String refusal(org.junit.jupiter.api.function.Executable parse) {
        return assertThrows(MalformedException.class, parse).getMessage();
    }

    @Nested
    class RecoveryCode {
        private final Recovery recovery = Recovery.draw(new Random(1));
        private final String code = recovery.code();

        @Test
        void isEightGroupsOfFive() {
            assertTrue(code.matches("([0-9A-Z]{5}-){7}[0-9A-Z]{5}"), code);
        }

        @Test
        void isReadBackHoweverItIsTyped() {
            for (long seed = 0; seed < 200; seed++) {
                Recovery drawn = Recovery.draw(new Random(seed));
                String typed = drawn.code();

                assertEquals(drawn, Recovery.parse(typed), "seed " + seed);
                assertEquals(drawn, Recovery.parse(typed.toLowerCase(Locale.ROOT)
                    .replace("-", "  ").replace('0', 'o').replace('1', 'l')), "seed " + seed);
                assertEquals(drawn, Recovery.parse("\t" + typed.replace("-", "")
                    .replace('1', 'i')), "seed " + seed);
            }
        }

        @Test
        void keepsZerosAtTheEndOfTheSeed() {
            Recovery zeros = new Recovery(Bytes.of(new byte[Recovery.SEED_SIZE]));

            assertEquals(zeros, Recovery.parse(zeros.code()));
            assertEquals(code.length(), zeros.code().length());
        }

        @Test
        void everyWrongSymbolIsNamedByItsGroup() {
            for (int at = 0; at < code.length(); at++) {
                for (char wrong : ALPHABET.toCharArray()) {
                    if (code.charAt(at) != '-' && code.charAt(at) != wrong) {
                        String typed = code.substring(0, at) + wrong + code.substring(at + 1);
                        int group = at / 6;

                        assertEquals("typo in group " + (group + 1) + " ("
                            + typed.split("-")[group] + ") of the recovery code",
                            refusal(() -> Recovery.parse(typed)));
                    }
                }
            }
        }

        @Test
        void twoSymbolsOfAGroupThatAreSwappedAreNamedByTheirGroup() {
            for (int group = 0; group < 8; group++) {
                for (int i = 0; i < 5; i++) {
                    for (int j = i + 1; j < 5; j++) {
                        StringBuilder typed = new StringBuilder(code);
                        typed.setCharAt(6 * group + i, code.charAt(6 * group + j));
                        typed.setCharAt(6 * group + j, code.charAt(6 * group + i));
                        if (!typed.toString().equals(code)) {
                            String message = refusal(() -> Recovery.parse(typed.toString()));

                            assertTrue(message.startsWith("typo in group " + (group + 1) + " ("),
                                message);
                        }
                    }
                }
            }
        }

        @Test
        void groupsThatAreSwappedAreBothNamed() {
            String[] groups = code.split("-");
            String third = groups[2];
            groups[2] = groups[5];
            groups[5] = third;

            assertEquals("typo in group 3 (" + groups[2] + "), group 6 (" + groups[5]
                + ") of the recovery code", refusal(() -> Recovery.parse(String.join("-",
                groups))));
        }

        @Test
        void tooFewAndTooManySymbolsAreCounted() {
            assertTrue(refusal(() -> Recovery.parse(code.substring(1))).contains("39 symbols"));
            assertTrue(refusal(() -> Recovery.parse(code + "0")).contains("41 symbols"));
            assertTrue(refusal(() -> Recovery.parse("")).contains("0 symbols"));
        }

        @Test
        void groupsThatAreMissingOrTooManyAreRefused() {
            String zeros = new Groups("recovery code", 5, 0).write(Bytes.of(new byte[40]));

            assertEquals("this is no recovery code, or only a part of one",
                refusal(() -> Recovery.parse(code.substring(0, code.length() - 6))));
            assertEquals("this is no recovery code, or only a part of one",
                refusal(() -> Recovery.parse(code + zeros.substring(code.length()))));
        }

        @Test
        void symbolsThatItCannotHaveAreNamed() {
            assertEquals("'U' stands in no recovery code",
                refusal(() -> Recovery.parse(code.replaceFirst(".$", "u"))));
            assertEquals("'\u0661' stands in no recovery code",
                refusal(() -> Recovery.parse(code.replaceFirst(".$", "\u0661"))));
        }

        @Test
        void aTextWithoutEndIsRefusedUnread() {
            assertTrue(refusal(() -> Recovery.parse("0".repeat(1_001))).contains("1001"));
            assertTrue(refusal(() -> Recovery.parse("0".repeat(1_000))).matches(
                "typo in group 2 \\(0{5}\\), .* group 5 \\(0{5}\\) and others of the .*"));
        }

        @Test
        void anotherTextIsNone() {
            String space = new SpaceText(recovery.space(), "Camp").text();

            assertEquals("this is no recovery code, or only a part of one",
                refusal(() -> Recovery.parse(space)));
        }

        @Test
        void anotherVersionIsSaidToBeOne() {
            String later = new Groups("recovery code", 5, 17)
                .write(Bytes.ofHex("02" + "ab".repeat(16)));

            assertEquals("a recovery code of another version of Cairn",
                refusal(() -> Recovery.parse(later)));
        }

        @Test
        void neverShowsWhenItIsPrinted() {
            assertFalse(recovery.toString().contains(recovery.seed().hex()));
            assertFalse(recovery.toString().contains(code));
        }

        @Test
        void leadsToOneOwnerAndOneSpace() {
            Recovery other = Recovery.draw(new Random(2));

            assertEquals(recovery.space(), Recovery.parse(code).space());
            assertEquals(recovery.owner().publicKeys(), Recovery.parse(code).owner()
                .publicKeys());
            assertNotEquals(recovery.space(), other.space());
            assertNotEquals(recovery.owner().device(), other.owner().device());
            assertNotEquals(recovery.nonce(), other.nonce());
        }

        @Test
        void aSeedOfAnotherSizeIsNone() {
            assertThrows(IllegalArgumentException.class,
                () -> new Recovery(Bytes.of(new byte[Recovery.SEED_SIZE - 1])));
        }
    }

    @Nested
    class OfADevice {
        private final Bytes keys = Scribe.identity(3).publicKeys();

        @Test
        void isReadBack() {
            for (String name : new String[] {"a", "north", "شمال", "x".repeat(32)}) {
                DeviceText device = new DeviceText(keys, name);

                assertEquals(device, DeviceText.parse(device.text()));
                assertEquals(device, DeviceText.parse(device.text().replace("-", "")));
            }
        }

        @Test
        void fitsASmallQrCode() {
            assertEquals(153, new DeviceText(keys, "x".repeat(9)).text().length());
            assertEquals(197, new DeviceText(keys, "x".repeat(32)).text().length());
            assertTrue(new DeviceText(keys, "north").text().matches("[0-9A-Z-]+"));
        }

        @Test
        void typosAreNamedByTheirGroup() {
            StringBuilder typed = new StringBuilder(new DeviceText(keys, "north").text());
            for (int at : new int[] {11, 140}) {
                typed.setCharAt(at, typed.charAt(at) == 'A' ? 'B' : 'A');
            }

            String message = refusal(() -> DeviceText.parse(typed.toString()));

            assertTrue(message.matches("typo in group 2 \\(.{10}\\), group 13 \\(.{10}\\) of the "
                + "device text"), message);
        }

        @Test
        void namesThatNoBoxHasAreRefused() {
            assertThrows(IllegalArgumentException.class, () -> new DeviceText(keys, ""));
            assertThrows(IllegalArgumentException.class, () -> new DeviceText(keys, " "));
            assertThrows(IllegalArgumentException.class, () -> new DeviceText(keys, "a\u001bb"));
            assertThrows(IllegalArgumentException.class,
                () -> new DeviceText(keys, "x".repeat(33)));
        }

        @Test
        void keysThatNoHonestBoxHasAreRefused() {
            byte[] reach = keys.toArray();
            Arrays.fill(reach, 0, X25519.POINT_SIZE, (byte) 0);
            byte[] signing = keys.toArray();
            Arrays.fill(signing, 32, 64, (byte) 0);

            assertThrows(IllegalArgumentException.class,
                () -> new DeviceText(Bytes.of(reach), "x"));
            assertThrows(IllegalArgumentException.class,
                () -> new DeviceText(Bytes.of(signing), "x"));
            assertThrows(IllegalArgumentException.class,
                () -> new DeviceText(keys.head(63), "x"));
        }

        @Test
        void aTextWithSuchKeysOrNamesIsRefusedByName() {
            Groups groups = new Groups("device text", 10, 0);

            assertEquals("a device text with keys that no box has", refusal(() ->
                DeviceText.parse(groups.write(Named.join(1, Bytes.of(new byte[64]), "x")))));
            assertEquals("a name that is not UTF-8", refusal(() -> DeviceText.parse(
                groups.write(Bytes.ofHex("01" + keys.hex() + "ff")))));
            assertEquals("a text of another version of Cairn", refusal(() -> DeviceText.parse(
                groups.write(Named.join(2, keys, "x")))));
            assertEquals("this is no device text, or only a part of one", refusal(() ->
                DeviceText.parse(groups.write(Named.join(1, keys.head(57), "")))));
        }
    }

    @Nested
    class OfASpace {
        private final SpaceText space = new SpaceText(Recovery.draw(new Random(4)).space(),
            "Water points");

        @Test
        void isReadBack() {
            assertEquals(space, SpaceText.parse(space.text().toLowerCase(Locale.ROOT)));
        }

        @Test
        void isShortEnoughToReadOut() {
            assertEquals(13 * 6 - 1, space.text().length());
        }

        @Test
        void isNoDeviceText() {
            assertThrows(MalformedException.class, () -> DeviceText.parse(space.text()));
            assertThrows(MalformedException.class, () -> SpaceText.parse(
                new DeviceText(Scribe.identity(3).publicKeys(), "north").text()));
        }

        @Test
        void namesThatNoSpaceHasAreRefused() {
            assertThrows(IllegalArgumentException.class, () -> new SpaceText(space.space(), ""));
            assertThrows(IllegalArgumentException.class,
                () -> new SpaceText(space.space(), "x".repeat(33)));
        }
    }

    @Test
    void everyTextOfEveryLengthIsReadBack() {
        Random random = new Random(5);
        for (int size = 0; size < 120; size++) {
            Bytes data = Scribe.noise(random, size);
            for (int group : new int[] {2, 5, 10}) {
                Groups groups = new Groups("text", group, size);

                assertEquals(data, groups.read(groups.write(data)), size + " in " + group);
            }
        }
    }

    @Test
    void theSecretOfAnIdentityIsInNoDeviceText() {
        Bytes secret = Scribe.noise(new Random(6), Identity.SECRET_SIZE);
        DeviceText text = new DeviceText(new Identity(secret).publicKeys(), "x");

        assertFalse(text.publicKeys().hex().contains(secret.head(8).hex()));
        assertFalse(text.publicKeys().hex().contains(secret.slice(32, 8).hex()));
    }
}
