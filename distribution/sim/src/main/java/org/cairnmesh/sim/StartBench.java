// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * {@code cairn bench start}: makes a log of so many events, once for each build, starts a box on it
 * a first time, which folds all of it, and then three times as a box starts every day. A late
 * block is measured from the frame that brings it to the published snapshot; the commit in between
 * is told apart, because that is the disk's.
 */
public final class StartBench {
    private static final int EVENTS = 1_000_000;
    private static final int EVENTS_MIN = 1_000;
    private static final int STARTS = 3;
    private static final long MEBIBYTE = 1 << 20;
    /** As a box is started; the budget of the heap is all that it has. */
    private static final List<String> BOX_FLAGS =
        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms8m", "-Xmx256m");

    private StartBench() { }

    /** Answers 0 if it worked, 1 if it did not, 2 if it was called in a wrong way. */
    public static int main(String[] args) {
        int events = EVENTS;
        try {
            if (args.length == 2 && args[0].equals("--events")) {
                events = Integer.parseInt(args[1]);
            }
        } catch (NumberFormatException e) {
            events = 0;
        }
        if (events < EVENTS_MIN || args.length != 0 && args.length != 2) {
            System.err.println("usage: cairn bench start [--events N], N at least " + EVENTS_MIN);
            return 2;
        }
        try {
            run(events);
            return 0;
        } catch (IOException | InterruptedException e) {
            System.err.println("cairn: bench start: " + e.getMessage());
            return 1;
        }
    }

    /** What the child processes run: {@code EVENTS DIRECTORY}. */
    static final class Make {
        private Make() { }

        public static void main(String[] args) throws IOException {
            int records = BenchLog.write(Integer.parseInt(args[0]), Path.of(args[1]));
            System.out.println("records " + records);
        }
    }

    private static void run(int events) throws IOException, InterruptedException {
        Path home = directory(events);
        Path made = home.resolve("records");
        if (!Files.exists(made)) {
            delete(home);
            Files.createDirectories(home);
            System.err.println("makes a log of " + events + " events in " + home);
            long records = java(List.of("-Xmx1500m"), Make.class,
                Integer.toString(events), home.toString()).get("records");
            System.err.println("the first start folds all of it:");
            start(home, records, false);
            Files.writeString(made, Long.toString(records));
        }
        long records = Long.parseLong(Files.readString(made));
        List<Map<String, Long>> starts = new ArrayList<>();
        for (int i = 1; i <= STARTS; i++) {
            Path copy = copy(home);
            starts.add(start(copy, records, i == STARTS));
            delete(copy);
        }
        Map<String, Long> last = starts.get(STARTS - 1);
        long ready = starts.stream().map(s -> s.get("readyMillis")).sorted()
            .skip(STARTS / 2).findFirst().orElseThrow();
        System.err.printf("records %d, log %.1f MiB, checkpoint %.1f MiB%n", records,
            mebibytes(home.resolve("log.mv")), mebibytes(home.resolve("views.mv")));
        System.out.printf("{\"bench\":\"start\",\"events\":%d,\"readyMillis\":%d,\"heapMiB\":%d,"
            + "\"lateBlockMicros\":%d,\"lateCommitMicros\":%d}%n", last.get("events"), ready,
            last.get("heapBytes") / MEBIBYTE, last.get("lateBlockMicros"),
            last.get("lateCommitMicros"));
    }

    private static Map<String, Long> start(Path home, long records, boolean late)
        throws IOException, InterruptedException {
        return java(BOX_FLAGS, BenchStart.class, home.toString(), Long.toString(records),
            Boolean.toString(late));
    }

    private static double mebibytes(Path file) throws IOException {
        return (double) Files.size(file) / MEBIBYTE;
    }

    /** Of this number of events and this build: another build may write other bytes. */
    private static Path directory(int events) throws IOException {
        CRC32 build = new CRC32();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Files.isRegularFile(Path.of(entry))) {
                build.update(Files.readAllBytes(Path.of(entry)));
            }
        }
        Path all = Path.of(System.getProperty("java.io.tmpdir"), "cairn-bench");
        return all.resolve("start-" + events + "-" + Long.toHexString(build.getValue()));
    }

    private static Path copy(Path home) throws IOException {
        Path copy = home.resolve("copy");
        delete(copy);
        Files.createDirectories(copy);
        for (String file : List.of("log.mv", "views.mv")) {
            Files.copy(home.resolve(file), copy.resolve(file));
        }
        return copy;
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Runs a class in a JVM of its own; answers the numbers that it printed, by name. */
    private static Map<String, Long> java(List<String> flags, Class<?> main, String... args)
        throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(flags);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        line.addAll(List.of(args));
        Process process = new ProcessBuilder(line)
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Map<String, Long> numbers = new HashMap<>();
        for (String printed : new String(process.getInputStream().readAllBytes(),
            StandardCharsets.UTF_8).lines().toList()) {
            String[] words = printed.split(" ");
            numbers.put(words[0], Long.parseLong(words[1]));
        }
        if (process.waitFor() != 0) {
            throw new IOException(main.getName() + " failed; see above");
        }
        return numbers;
    }
}
