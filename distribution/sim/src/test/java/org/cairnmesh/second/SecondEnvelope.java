// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.second;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lays the sensitive values that envelopes hold over the payloads of their events. */
final class SecondEnvelope {
    private static final int SALT = 16;

    private SecondEnvelope() { }

    /** @param key of the space; null in an open one */
    static void open(SecondBlock block, byte[] key, List<SecondBody.Event> events) {
        for (int i = 0; i < block.envelopes.size(); i++) {
            byte[] envelope = block.envelopes.get(i);
            int index = ((Long) ((List<?>) block.refs().get(i)).get(0)).intValue();
            if (envelope.length == 0) {
                continue;
            }
            try {
                byte[] packed = key == null ? envelope : GcmSiv.open(key, SecondBody.nonce(block,
                    "cairn envelope nonce", block.first() + index), envelope);
                SecondBody.Event event = events.get(index);
                Object payload = laid(PlainCbor.read(Octets.bytes(event.payload())),
                    PlainCbor.read(Arrays.copyOfRange(packed, SALT, packed.length)));
                events.set(index, new SecondBody.Event(event.id(), event.kind(), event.by(),
                    event.at(), Octets.hex(PlainCbor.write(payload)), event.basis()));
            } catch (RuntimeException none) {
                continue;
            }
        }
    }

    private static Object laid(Object under, Object over) {
        if (!(under instanceof Map<?, ?> below && over instanceof Map<?, ?> above)) {
            return over;
        }
        Map<String, Object> merged = new TreeMap<>(
            Comparator.<String>comparingInt(name -> utf8(name).length)
                .thenComparing(name -> Octets.hex(utf8(name))));
        below.forEach((name, value) -> merged.put((String) name, value));
        above.forEach((name, value) -> merged.put((String) name,
            merged.containsKey(name) ? laid(merged.get(name), value) : value));
        return merged;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
