// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.cairnmesh.api.blob.Blobs;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.ledger.Stock;

/**
 * Writes all that a box holds into one file, while it works: a ZIP of {@code about} (lines for
 * people and for {@code cairn restore}), {@code log} (for each space 0 in four bytes and its id,
 * then for each of its blocks the size in four bytes and the CBOR), {@code blobs/ab/cdef…} and at
 * the end {@code hashes}, the SHA-256 of each entry. What was staged is sealed first. No key of the
 * device is in it. It takes its name once it is whole, on the disk and read again.
 */
final class Backup {
    /** What was written. */
    record Made(long blocks, int contents, long bytes) { }

    private static final int BUFFER_BYTES = 64 * 1024;

    private final LedgerReader reader;
    private final Box box;
    private final Call call;
    private final Blobs blobs;
    private final Map<String, Bytes> hashes = new LinkedHashMap<>();

    Backup(Box box, Call call, Blobs blobs) {
        this.reader = new LedgerReader(box, call);
        this.box = box;
        this.call = call;
        this.blobs = blobs;
    }

    Made write(Path file) {
        List<Stock> stocks = reader.stocks(true);
        long blocks = stocks.stream().mapToLong(Stock::blocks).sum();
        Path draft = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            List<Bytes> contents = blobs.hashes();
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
                 ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(channel))) {
                write(zip, stocks, contents);
                zip.finish();
                channel.force(true);
            }
            verify(draft);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel directory =
                FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
                directory.force(true);
            }
            return new Made(blocks, contents.size(), Files.size(file));
        } catch (IOException e) {
            throw Complaint.failed("backup: cannot write " + file + ": " + e.getMessage());
        } finally {
            draft.toFile().delete();
        }
    }

    private interface Content {
        void write(OutputStream out) throws IOException;
    }

    private void write(ZipOutputStream zip, List<Stock> stocks, List<Bytes> contents)
            throws IOException {
        entry(zip, "about", out -> out.write(about(stocks, contents.size())
            .getBytes(StandardCharsets.UTF_8)));
        entry(zip, "log", out -> {
            DataOutputStream data = new DataOutputStream(out);
            for (Stock stock : stocks) {
                data.writeInt(0);
                data.write(stock.space().value().toArray());
                reader.blocks(stock, block -> {
                    byte[] bytes = Cbor.encode(block.item()).toArray();
                    data.writeInt(bytes.length);
                    data.write(bytes);
                });
            }
            data.flush();
        });
        for (Bytes hash : contents) {
            String name = hash.hex();
            entry(zip, "blobs/" + name.substring(0, 2) + "/" + name.substring(2), out -> {
                try (InputStream in = blobs.get(hash)
                    .orElseThrow(() -> new IOException("content " + hash + " is gone"))) {
                    in.transferTo(out);
                }
            });
            call.checkClient();
        }
        StringBuilder all = new StringBuilder();
        hashes.forEach((name, hash) -> all.append(hash.hex()).append("  ").append(name)
            .append('\n'));
        zip.putNextEntry(new ZipEntry("hashes"));
        zip.write(all.toString().getBytes(StandardCharsets.US_ASCII));
        zip.closeEntry();
    }

    private String about(List<Stock> stocks, int contents) {
        return "cairn backup 1\nname " + box.snapshot().box().name() + "\nspace "
            + box.snapshot().box().spaceName() + "\nmade " + box.clock().instant() + "\nblocks "
            + stocks.stream().mapToLong(Stock::blocks).sum() + "\ncontents " + contents
            + "\nspaces " + String.join(" ", stocks.stream().map(Stock::spaceName).toList())
            + "\n";
    }

    private void entry(ZipOutputStream zip, String name, Content content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        DigestOutputStream out = new DigestOutputStream(zip, ViewDigest.sha256());
        content.write(out);
        zip.closeEntry();
        hashes.put(name, Bytes.of(out.getMessageDigest().digest()));
    }

    private void verify(Path draft) throws IOException {
        List<String> bad = new ArrayList<>();
        try (ZipFile zip = new ZipFile(draft.toFile())) {
            for (Map.Entry<String, Bytes> entry : hashes.entrySet()) {
                if (!hash(zip, entry.getKey()).equals(entry.getValue())) {
                    bad.add(entry.getKey());
                }
            }
        }
        if (!bad.isEmpty()) {
            throw new IOException("what was read again is not what was written: " + bad);
        }
    }

    private static Bytes hash(ZipFile zip, String name) throws IOException {
        try (DigestInputStream in = new DigestInputStream(
            zip.getInputStream(zip.getEntry(name)), ViewDigest.sha256())) {
            byte[] buffer = new byte[BUFFER_BYTES];
            while (in.read(buffer) >= 0) {
                continue;
            }
            return Bytes.of(in.getMessageDigest().digest());
        }
    }
}
