// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.cairnmesh.api.log.EventLogException;

/**
 * A disk whose files are encrypted with a key that is made of a secret and a salt (PBKDF2 with
 * HMAC-SHA-256, RFC 8018) and a nonce of the file (HMAC-SHA-512). Names and sizes can be seen.
 *
 * <p>A file starts with a preamble of 4096 bytes: in each of its eight sectors magic, format,
 * rounds, salt [16], nonce [16], a check of the key [16], CRC-32C, so that a sector that rots does
 * not cost the file. A secret that is not the one fails before anything is read or written. One
 * thread.
 */
final class EncryptedDisk implements Disk {
    static final int PREAMBLE_BYTES = 4096;
    static final int ROUNDS = 200_000;
    private static final int SECTOR_BYTES = 512;
    private static final long MAGIC = 0x636169726e787473L;
    private static final int FORMAT = 1;
    private static final int ROUNDS_MAX = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int CHECK_BYTES = 16;
    private static final String CHECK = "cairn store check";
    private static final String FILE = "cairn store file";
    private static final int COVERED_BYTES =
        Long.BYTES + 2 * Integer.BYTES + 2 * SALT_BYTES + CHECK_BYTES;

    private final Disk disk;
    private final char[] secret;
    private final int rounds;
    private final RandomGenerator random;
    /** The last master key that was made, because that takes long. */
    private byte[] salt = new byte[0];
    private byte[] master = new byte[0];

    private record Preamble(int rounds, byte[] salt, byte[] nonce, byte[] check) { }

    EncryptedDisk(Disk disk, char[] secret, int rounds, RandomGenerator random) {
        if (secret.length == 0) {
            throw new EventLogException("the key of the store is empty");
        }
        this.disk = disk;
        this.secret = secret.clone();
        this.rounds = rounds;
        this.random = random;
    }

    /** Whether a file is one of an encrypted disk. */
    static boolean isEncrypted(Disk disk, Path file) throws IOException {
        try (FileChannel channel = disk.openToRead(file)) {
            return preamble(channel).isPresent();
        }
    }

    @Override
    public boolean hasPaths() {
        return disk.hasPaths();
    }

    @Override
    public Optional<char[]> secret() {
        return Optional.of(secret.clone());
    }

    @Override
    public boolean exists(Path file) {
        return disk.exists(file);
    }

    @Override
    public FileChannel open(Path file) throws IOException {
        FileChannel channel = disk.open(file);
        try {
            if (channel.size() == 0) {
                begin(channel);
            }
            return decrypted(channel, file);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public FileChannel openToRead(Path file) throws IOException {
        FileChannel channel = disk.openToRead(file);
        try {
            return decrypted(channel, file);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void begin(FileChannel channel) throws IOException {
        if (salt.length == 0) {
            derive(draw(), rounds);
        }
        byte[] nonce = draw();
        ByteBuffer out = ByteBuffer.allocate(PREAMBLE_BYTES);
        for (int at = 0; at < PREAMBLE_BYTES; at += SECTOR_BYTES) {
            out.position(at).putLong(MAGIC).putInt(FORMAT).putInt(rounds).put(salt).put(nonce)
                .put(mac(CHECK, nonce), 0, CHECK_BYTES);
            CRC32C crc = new CRC32C();
            crc.update(out.array(), at, COVERED_BYTES);
            out.putInt((int) crc.getValue());
        }
        out.clear();
        while (out.hasRemaining()) {
            channel.write(out, out.position());
        }
    }

    private FileChannel decrypted(FileChannel channel, Path file) throws IOException {
        Preamble preamble = preamble(channel).orElseThrow(() -> new EventLogException(
            file + " is not encrypted, or its beginning is damaged: start without a key for the "
                + "store, or put a backup in its place"));
        derive(preamble.salt(), preamble.rounds());
        byte[] check = Arrays.copyOf(mac(CHECK, preamble.nonce()), CHECK_BYTES);
        if (!Arrays.equals(check, preamble.check())) {
            throw new EventLogException("the key of the store is not the one that " + file
                + " was made with; nothing was changed");
        }
        return new EncryptedChannel(channel, new Xts(mac(FILE, preamble.nonce())), PREAMBLE_BYTES);
    }

    /** What the first whole sector of the preamble says. */
    private static Optional<Preamble> preamble(FileChannel channel) throws IOException {
        for (int at = 0; at < PREAMBLE_BYTES; at += SECTOR_BYTES) {
            ByteBuffer in = ByteBuffer.allocate(COVERED_BYTES + Integer.BYTES);
            while (in.hasRemaining() && channel.read(in, at + in.position()) > 0) {
                continue;
            }
            CRC32C crc = new CRC32C();
            crc.update(in.array(), 0, COVERED_BYTES);
            in.clear();
            if (in.getInt(COVERED_BYTES) == (int) crc.getValue() && in.getLong() == MAGIC
                && in.getInt() == FORMAT) {
                int rounds = in.getInt();
                byte[] salt = new byte[SALT_BYTES];
                byte[] nonce = new byte[SALT_BYTES];
                byte[] check = new byte[CHECK_BYTES];
                in.get(salt).get(nonce).get(check);
                return rounds > 0 && rounds <= ROUNDS_MAX
                    ? Optional.of(new Preamble(rounds, salt, nonce, check)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private void derive(byte[] from, int times) {
        if (Arrays.equals(salt, from)) {
            return;
        }
        PBEKeySpec spec = new PBEKeySpec(secret, from, times, 8 * Xts.KEY_BYTES);
        try {
            master = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec)
                .getEncoded();
            salt = from.clone();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has PBKDF2", e);
        } finally {
            spec.clearPassword();
        }
    }

    private byte[] draw() {
        byte[] drawn = new byte[SALT_BYTES];
        random.nextBytes(drawn);
        return drawn;
    }

    private byte[] mac(String label, byte[] nonce) {
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(master, "HmacSHA512"));
            mac.update(label.getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(nonce);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HMAC", e);
        }
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        disk.move(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        disk.makeDirectory(directory);
    }

    @Override
    public Disk plain() {
        return disk;
    }

    @Override
    public void sync(Path directory) throws IOException {
        disk.sync(directory);
    }
}
