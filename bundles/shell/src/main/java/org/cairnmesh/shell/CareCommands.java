// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cairnmesh.api.blob.BlobException;
import org.cairnmesh.api.blob.Blobs;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.ledger.Ledger;
import org.cairnmesh.api.ledger.Stock;

/** The commands that look after what a box keeps: check, backup. They run beside its work. */
final class CareCommands {
    private static final int FINDINGS_MAX = 100;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Box box;

    CareCommands(Box box) {
        this.box = box;
    }

    void addTo(Map<Verb, Body> bodies) {
        bodies.put(Verb.CHECK, this::check);
        bodies.put(Verb.BACKUP, this::backup);
    }

    private void check(Call call) {
        LedgerReader reader = new LedgerReader(box, call);
        List<String> findings = new ArrayList<>();
        Counts counts = new Counts();
        reader.stocks(false).forEach(stock -> check(reader, stock, counts, findings));
        long[] contents = contents(call, findings);
        print(call, counts, contents, findings);
        if (counts.damaged + contents[1] + counts.aside + counts.lost > 0) {
            throw Complaint.failed("check: not all is well; what is damaged is asked for again "
                + "from other boxes");
        }
    }

    private static final class Counts {
        private long blocks;
        private long damaged;
        private long aside;
        private long staged;
        private long lost;
        private long unreadable;
    }

    private static void check(LedgerReader reader, Stock stock, Counts counts,
                              List<String> findings) {
        Ledger.Checker checker = reader.ledger().checker(stock.space());
        reader.all(stock, block -> {
            counts.blocks++;
            checker.check(block).ifPresent(what -> {
                counts.damaged++;
                find(findings, "block " + block.number() + " of feed " + block.feed() + ": "
                    + what);
            });
        });
        stock.aside().blocks().forEach(missing -> find(findings, "block " + missing.number()
            + " of feed " + missing.feed() + ": set aside, it is asked for again"));
        stock.aside().notes().stream().filter(note -> !findings.contains(note))
            .forEach(note -> find(findings, note));
        counts.aside += stock.aside().blocks().size();
        counts.staged += stock.staged();
        counts.lost += stock.aside().staged();
        counts.unreadable += stock.unreadable();
    }

    private static void find(List<String> findings, String what) {
        if (findings.size() < FINDINGS_MAX) {
            findings.add(what);
        }
    }

    private long[] contents(Call call, List<String> findings) {
        long[] counts = new long[2];
        Blobs blobs = box.blobs().get().orElseThrow(() ->
            Complaint.failed("check: the store is away; try again"));
        for (Bytes hash : blobs.hashes()) {
            call.checkClient();
            counts[0]++;
            if (!whole(blobs, hash)) {
                counts[1]++;
                find(findings, "content " + hash + ": its bytes are not those of its name");
            }
        }
        return counts;
    }

    private static boolean whole(Blobs blobs, Bytes hash) {
        MessageDigest sha256 = ViewDigest.sha256();
        try (InputStream in = blobs.get(hash).orElseThrow(() -> new IOException("gone"))) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read; (read = in.read(buffer)) >= 0;) {
                sha256.update(buffer, 0, read);
            }
        } catch (IOException | BlobException e) {
            return false;
        }
        return Bytes.of(sha256.digest()).equals(hash);
    }

    private static void print(Call call, Counts counts, long[] contents,
                              List<String> findings) {
        if (call.json()) {
            call.json(Json.object("blocks", counts.blocks, "damagedBlocks", counts.damaged,
                "asideBlocks", counts.aside, "staged", counts.staged,
                "damagedStaged", counts.lost, "unreadable", counts.unreadable,
                "contents", contents[0], "damagedContents", contents[1], "findings", findings));
            return;
        }
        Table table = new Table("WHAT", "CHECKED", "DAMAGED");
        table.row("blocks: hashes, chain, signatures", counts.blocks, counts.damaged);
        table.row("blocks that were set aside", "", counts.aside);
        table.row("bodies that cannot be read here", "", counts.unreadable);
        table.row("events that wait to be sealed", counts.staged, counts.lost);
        table.row("contents", contents[0], contents[1]);
        table.print(call.out());
        findings.forEach(what -> call.out().println(Printed.line(what)));
    }

    private void backup(Call call) {
        Path file = RecordCommands.file(call, call.words().at(0));
        Optional<Blobs> blobs = box.blobs().get();
        if (blobs.isEmpty()) {
            throw Complaint.failed("backup: the store is away; try again");
        }
        Backup.Made made = new Backup(box, call, blobs.get()).write(file);
        call.say(Json.object("file", file, "blocks", made.blocks(), "contents", made.contents(),
            "bytes", made.bytes()), "wrote " + made.blocks() + " blocks and " + made.contents()
            + " contents to " + file + " (" + made.bytes() + " bytes), and read them again");
    }
}
