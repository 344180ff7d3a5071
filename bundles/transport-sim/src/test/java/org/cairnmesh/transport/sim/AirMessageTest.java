// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ProtocolException;
import java.util.List;
import java.util.Random;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.api.transport.LoRa;
import org.junit.jupiter.api.Test;

final class AirMessageTest {
    private static final List<AirMessage> ALL = List.of(
        new AirMessage.Join("nördlich-2"),
        new AirMessage.Welcome("simulated LoRa", 500, new LoRa(12, 41_670, 8), 0.01, 100),
        new AirMessage.Send(new Frame(Bytes.of(new byte[500]))),
        new AirMessage.Sent(),
        new AirMessage.Heard(new Frame(Bytes.ofHex("00ff"))),
        new AirMessage.Refusal("no room"));

    @Test
    void comesBackAsItWent() throws Exception {
        for (AirMessage message : ALL) {
            Bytes encoded = message.encode();

            assertEquals(encoded.size() - 2, encoded.head(2).toLong());
            assertEquals(message, AirMessage.decode(encoded.slice(2, encoded.size() - 2)));
        }
    }

    @Test
    void namesTheVersionThatItDoesNotSpeak() {
        ProtocolException wrong = assertThrows(ProtocolException.class,
            () -> AirMessage.decode(Bytes.ofHex("0204")));

        assertTrue(wrong.getMessage().contains("version 2"), wrong.getMessage());
    }

    @Test
    void refusesWhatItWouldNotWrite() throws Exception {
        for (String hex : List.of("", "01", "0100", "0107", "010161206e616d65", "0101", "010400",
            "0103", "0105", "010201f4", "0101c3")) {
            assertThrows(ProtocolException.class, () -> AirMessage.decode(Bytes.ofHex(hex)), hex);
        }
        Bytes longest = Bytes.of(withHeader(AirMessage.BYTES_MAX));
        Bytes longer = Bytes.of(withHeader(AirMessage.BYTES_MAX + 1));
        assertThrows(ProtocolException.class, () -> AirMessage.decode(longer));
        assertEquals(AirMessage.Heard.class, AirMessage.decode(longest).getClass());
    }

    @Test
    void decodesOrRefusesWhateverComes() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            if (bytes.length > 1) {
                bytes[0] = AirMessage.VERSION;
                bytes[1] = (byte) random.nextInt(8);
            }
            try {
                AirMessage decoded = AirMessage.decode(Bytes.of(bytes));
                assertTrue(decoded.encode().size() >= 4, "seed " + seed);
            } catch (ProtocolException refused) {
                assertTrue(refused.getMessage().length() < 80, "seed " + seed);
            }
        }
    }

    private static byte[] withHeader(int size) {
        byte[] bytes = new byte[size];
        bytes[0] = AirMessage.VERSION;
        bytes[1] = 5;
        return bytes;
    }
}
