// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.second;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A block as docs/wire.md describes it; ids are lower-case hexadecimal digits. */
public final class SecondBlock {
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] LABEL = "cairn block".getBytes(StandardCharsets.US_ASCII);

    public final byte[] header;
    public final byte[] body;
    public final byte[] signature;
    /** The sensitive values of its events; empty where one is not here. */
    public final List<byte[]> envelopes;
    public final String id;
    public final String feed;
    public final Optional<SecondBlock> previous;
    final List<?> items;
    /** The device's public keys: X25519, then Ed25519. */
    final byte[] keys;
    private SecondBody content;

    SecondBlock(byte[] header, byte[] body, List<byte[]> envelopes, byte[] signature,
                Optional<SecondBlock> previous) {
        this.header = header;
        this.body = body;
        this.signature = signature;
        this.envelopes = envelopes;
        this.previous = previous;
        this.id = Octets.hex(Octets.sha256(header));
        this.items = (List<?>) PlainCbor.read(header);
        this.feed = Octets.hex(bytes(2));
        this.keys = previous.map(p -> p.keys)
            .orElseGet(() -> (byte[]) ((List<?>) items.get(4)).get(0));
    }

    SecondBlock read(Map<String, byte[]> keys) {
        content = SecondBody.of(this, keys);
        return this;
    }

    long number(int item) {
        return (Long) items.get(item);
    }

    byte[] bytes(int item) {
        return (byte[]) items.get(item);
    }

    public String space() {
        return Octets.hex(bytes(1));
    }

    public long number() {
        return number(3);
    }

    public long time() {
        return number(5);
    }

    public boolean clockSet() {
        return (Boolean) items.get(6);
    }

    public List<?> context() {
        return (List<?>) items.get(7);
    }

    public long first() {
        return number(9);
    }

    public int events() {
        return (int) number(10);
    }

    public String device() {
        return Octets.hex(Octets.sha256(keys)).substring(0, 32);
    }

    /** The name of its events, but for their numbers. */
    public String origin() {
        return Octets.hex(Octets.sha256("cairn origin".getBytes(StandardCharsets.US_ASCII),
            Octets.bytes(device()), bytes(8))).substring(0, 16);
    }

    /** Whether it is what a box may hold: rightly named, chained, hashed and signed. */
    public boolean valid() {
        boolean chained = previous.map(p -> p.id.equals(Octets.hex(bytes(4)))
            && p.feed.equals(feed) && p.number() + 1 == number()).orElseGet(this::founded);
        return number(0) == 1 && chained && Arrays.equals(bytes(13), Octets.sha256(body))
            && Arrays.equals(header, PlainCbor.write(items)) && enclosed() && signed();
    }

    /** What the header says of its envelopes: for each the index of its event, and its hash. */
    List<?> refs() {
        return items.size() < 15 ? List.of() : (List<?>) items.get(14);
    }

    private boolean enclosed() {
        boolean all = refs().size() == envelopes.size();
        for (int i = 0; all && i < envelopes.size(); i++) {
            byte[] hash = (byte[]) ((List<?>) refs().get(i)).get(1);
            all = envelopes.get(i).length == 0 || Arrays.equals(hash,
                Arrays.copyOf(Octets.sha256(envelopes.get(i)), 16));
        }
        return all;
    }

    private boolean founded() {
        List<?> founding = (List<?>) items.get(4);
        String named = Octets.hex(feedOf(founding.size() == 4, bytes(1), keys,
            (byte[]) founding.get(1)));
        return number() == 1 && named.equals(feed);
    }

    /** The id of the feed that starts so. */
    static byte[] feedOf(boolean roster, byte[] space, byte[] keys, byte[] nonce) {
        String label = roster ? "cairn roster" : "cairn feed";
        return Arrays.copyOf(Octets.sha256(label.getBytes(StandardCharsets.US_ASCII), space, keys,
            nonce), 16);
    }

    private boolean signed() {
        try {
            byte[] encoded = Arrays.copyOf(ED25519, ED25519.length + 32);
            System.arraycopy(keys, 32, encoded, ED25519.length, 32);
            PublicKey key = KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(encoded));
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(LABEL);
            verifier.update(Octets.bytes(id));
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    public SecondBody content() {
        return content;
    }
}
