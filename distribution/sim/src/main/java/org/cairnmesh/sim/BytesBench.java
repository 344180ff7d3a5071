// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.cairnmesh.api.event.Limits;

/**
 * What a survey takes on the wire: headers, signatures and part messages counted, and beside it the
 * predecessor's JSON. Every block is decoded again by a second box and compared.
 */
final class BytesBench {
    /** The body of the largest block, sealed with a space key or not. */
    private static final int BODY_MAX = Limits.BODY_BYTES_MAX - 16;
    /** What one LoRa frame carries. */
    private static final int FRAME_BYTES = 254;

    /**
     * How blocks are made.
     *
     * @param unit   what is counted, and named so in the output
     * @param events an event for each cell, or for each row
     * @param budget in bytes a unit, for an open space; 0 if there is none
     */
    private record Case(String name, SurveyStream.Shape events, String unit, int eventsMax,
                        int frameSize, int frames, double budget) { }

    private static final List<Case> CASES = List.of(
        new Case("field-events", SurveyStream.Shape.CELLS, "Event", 32, Limits.PACKET_BYTES,
            Limits.BLOCK_PACKETS_MAX, 6.0),
        new Case("field-events-timed", SurveyStream.Shape.TIMED_CELLS, "Event", 32,
            Limits.PACKET_BYTES, Limits.BLOCK_PACKETS_MAX, 0),
        new Case("field-events-packet", SurveyStream.Shape.CELLS, "Event",
            Limits.BLOCK_EVENTS_MAX, Limits.PACKET_BYTES, 1, 3.5),
        new Case("rows-packet", SurveyStream.Shape.ROWS, "Record", Limits.BLOCK_EVENTS_MAX,
            Limits.PACKET_BYTES, 1, 140),
        new Case("rows-bulk", SurveyStream.Shape.ROWS, "Record", Limits.BLOCK_EVENTS_MAX,
            Limits.PACKET_BYTES, Limits.BLOCK_PACKETS_MAX, 97),
        new Case("sensitive", SurveyStream.Shape.SENSITIVE_ROWS, "Record",
            Limits.BLOCK_EVENTS_MAX, Limits.PACKET_BYTES, 1, 0),
        new Case("rows-frame", SurveyStream.Shape.ROWS, "Record", Limits.BLOCK_EVENTS_MAX,
            FRAME_BYTES, 1, 0));
    private static final double PACKET_FIT = 110;

    private BytesBench() { }

    /**
     * Measures.
     *
     * @return 0, or 1 if a block was not read back as it was written
     * @throws IllegalArgumentException if the arguments are wrong; the message says how
     */
    static int main(String[] args, PrintStream out) throws IOException {
        Optional<Path> csv = Optional.empty();
        int authors = 5;
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
            switch (args[i]) {
                case "--csv" -> csv = Optional.of(Path.of(args[i + 1]));
                case "--authors" -> authors = count(args[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + args[i]
                    + " (--csv FILE, --authors N)");
            }
        }
        Path file = csv.orElseThrow(() -> new IllegalArgumentException("--csv FILE is missing"));
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IllegalArgumentException("cannot read " + file);
        }
        return run(Survey.read(Optional.of(file), file.toAbsolutePath().getParent()), authors,
            out);
    }

    private static int count(String text) {
        try {
            int count = Integer.parseInt(text);
            if (count >= 1 && count <= 64) {
                return count;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--authors needs a number, not " + text);
        }
        throw new IllegalArgumentException("--authors must be from 1 to 64: " + text);
    }

    static int run(Survey survey, int authors, PrintStream out) throws IOException {
        boolean equal = true;
        for (Case of : CASES) {
            List<SurveyStream.Fact> facts = SurveyStream.of(survey, authors, of.events);
            for (boolean encrypted : List.of(false, true)) {
                BenchSpace space = new BenchSpace(authors, encrypted ? 4 : 2, encrypted,
                    of.frameSize);
                int room = Math.min(BODY_MAX, space.room(of.frames));
                space.write(facts, of.eventsMax, room);
                equal &= space.equal();
                print(out, of, facts, space, encrypted);
            }
        }
        return equal ? 0 : 1;
    }

    private static void print(PrintStream out, Case of, List<SurveyStream.Fact> facts,
                              BenchSpace space, boolean encrypted) throws IOException {
        double units = facts.size();
        double bytes = space.bytes() / units;
        long json = facts.stream().mapToLong(fact -> fact.json().length).sum();
        long bz2 = 0;
        for (List<SurveyStream.Fact> block : space.blocks()) {
            bz2 += bz2(block);
        }
        double budget = encrypted ? 0 : of.budget;
        line(out, of.name, encrypted, String.format(Locale.ROOT, "\"bytesPer%s\":%.2f%s,"
                + "\"jsonBytesPer%s\":%.1f,\"jsonBz2BytesPer%s\":%.1f,\"units\":%d,\"blocks\":%d,"
                + "\"headerBytes\":%.1f,\"equal\":%s", of.unit, bytes,
            budget(budget, bytes <= budget), of.unit, json / units, of.unit, bz2 / units,
            facts.size(), space.blocks().size(), space.headerBytes(), space.equal()));
        if (of.name.equals("field-events-packet")) {
            double events = units / space.blocks().size();
            double least = encrypted ? 0 : PACKET_FIT;
            line(out, "packet-fit", encrypted, String.format(Locale.ROOT, "\"events\":%.1f%s,"
                + "\"equal\":%s", events, budget(least, events >= least), space.equal()));
        }
    }

    private static String budget(double budget, boolean met) {
        return budget == 0 ? ",\"budget\":null,\"met\":null"
            : String.format(Locale.ROOT, ",\"budget\":%.1f,\"met\":%s", budget, met);
    }

    private static void line(PrintStream out, String name, boolean encrypted, String measured) {
        out.println("{\"bench\":\"bytes\",\"case\":\"" + name + (encrypted ? "-encrypted" : "")
            + "\",\"encrypted\":" + encrypted + "," + measured + "}");
    }

    /** What the predecessor would send of the same block. */
    private static int bz2(List<SurveyStream.Fact> block) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (BZip2CompressorOutputStream out = new BZip2CompressorOutputStream(bytes, 1)) {
            for (SurveyStream.Fact fact : block) {
                out.write(fact.json());
            }
        }
        return bytes.size();
    }
}
