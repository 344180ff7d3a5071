// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The main job, as a person watches it: boxes that never all meet end up with the same survey,
 * while bundles are updated under one of them. Every box is a {@code cairn run} process of its own;
 * the demo uses them through their shells, and ends with an error unless all agree, nothing
 * acknowledged is missing or doubled, and no framework was restarted.
 */
final class Demo {
    static final String FORM = "water-point";
    private static final long MEETING_MILLIS = 1_800_000;
    private static final long POLL_MILLIS = 200;

    private final DemoOptions options;
    private final Launch launch;
    private final LongSupplier millis;
    private final Survey survey;
    private final List<DemoBox> boxes = new ArrayList<>();
    private final Map<String, Map<String, Object>> atStart = new LinkedHashMap<>();
    private AirProcess air;
    private long acknowledged;

    private Demo(DemoOptions options, Launch launch, LongSupplier millis) throws IOException {
        this.options = options;
        this.launch = launch;
        this.millis = millis;
        this.survey = Survey.read(options.csv(), launch.directory());
    }

    /** Plays the demo; the exit code. */
    static int main(String[] args) {
        DemoOptions options;
        try {
            options = DemoOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("cairn demo: " + e.getMessage());
            return 2;
        }
        Path image = Path.of(System.getProperty("cairn.image", ""));
        try {
            Path directory = Files.createTempDirectory("cairn-demo");
            boolean agreed = new Demo(options, new Launch(image, directory),
                System::currentTimeMillis).play();
            if (agreed) {
                delete(directory);
            } else {
                System.err.println("cairn demo: what the boxes kept is in " + directory);
            }
            return agreed ? 0 : 1;
        } catch (IOException | UncheckedIOException | CompletionException e) {
            System.err.println("cairn demo: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            return 1;
        }
    }

    private boolean play() throws IOException, InterruptedException {
        try {
            start();
            apart();
            DemoBox base = boxes.get(0);
            meetWhileUpdating(base, boxes.get(1));
            for (DemoBox team : boxes.subList(2, boxes.size())) {
                meet(base, team);
            }
            for (DemoBox team : boxes.subList(1, boxes.size() - 1)) {
                meet(base, team);
            }
            return new DemoReport(options, survey, boxes, air, atStart, acknowledged).print();
        } finally {
            stop();
        }
    }

    private void start() throws IOException {
        say("starting " + options.boxes() + " boxes and a simulated radio (SF8, 125 kHz, 10 % of"
            + " the time, 2 % loss), " + (long) options.scale() + " times as fast as life");
        air = new AirProcess(launch, options);
        air.silence();
        List<CompletableFuture<DemoBox>> starting = new ArrayList<>();
        for (String name : options.names()) {
            starting.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return new DemoBox(launch, name, options, air.port());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
        starting.forEach(box -> boxes.add(box.join()));
        for (DemoBox box : boxes) {
            atStart.put(box.name(), status(box));
        }
    }

    /** Nobody hears anybody: every team but the base imports its part, and two disagree. */
    private void apart() throws IOException {
        for (int i = 1; i < boxes.size(); i++) {
            Path part = survey.part(i, boxes.size())
                .write(launch.directory().resolve(boxes.get(i).name() + ".csv"));
            say(boxes.get(i).name() + ", alone: " + importPart(boxes.get(i).connect(), part));
        }
        String key = survey.rows().get(0).get(0);
        String field = survey.header().contains("status") ? "status" : survey.header().get(1);
        edit(boxes.get(1), "Esther", "set", key, field, "Not functional", "--form", FORM);
        edit(boxes.get(2), "Farouk", "set", key, field, "Functional since Monday", "--form", FORM);
        edit(boxes.get(2), "Farouk", "note", key, "The pump mechanic came on Monday.", "--form",
            FORM);
        edit(boxes.get(1), "Esther", "create", "NEW-1", FORM, "name=Spring below the church");
        edit(boxes.get(2), "Farouk", "create", "NEW-1", FORM, "name=Church spring");
        say("north and south both wrote " + field + " of " + key + ", which base will bring, and"
            + " both found the new water point NEW-1");
    }

    private void edit(DemoBox box, String who, String... command) throws IOException {
        box.run("as", who);
        box.run(command);
        acknowledged++;
    }

    private String importPart(org.cairnmesh.runtime.ShellClient shell, Path file)
        throws IOException {
        String answer = DemoBox.answer(shell, "import", file.toString(), "--form", FORM, "--key",
            survey.key(), "--missing", Survey.MISSING, "--json");
        long imported = ((Number) Json.object(answer).get("imported")).longValue();
        acknowledged += imported;
        return "imported " + imported + " records";
    }

    private void meetWhileUpdating(DemoBox base, DemoBox team)
        throws IOException, InterruptedException {
        air.reach(base.name(), team.name(), true);
        DemoUpdates updates = new DemoUpdates(launch, base, survey.part(0, boxes.size()), millis);
        acknowledged += updates.run(this::say);
        waitUntilEqual(base, team);
        air.reach(base.name(), team.name(), false);
    }

    private void meet(DemoBox base, DemoBox team) throws IOException, InterruptedException {
        air.reach(base.name(), team.name(), true);
        waitUntilEqual(base, team);
        air.reach(base.name(), team.name(), false);
    }

    private void waitUntilEqual(DemoBox a, DemoBox b) throws IOException, InterruptedException {
        long start = millis.getAsLong();
        while (true) {
            Map<String, Object> here = a.status();
            Map<String, Object> there = b.status();
            if (here.get("digest").equals(there.get("digest"))
                && here.get("blocks").equals(there.get("blocks"))) {
                long took = millis.getAsLong() - start;
                say(a.name() + " met " + b.name() + ": both show " + here.get("records")
                    + " records, after " + DemoReport.duration((long) (took * options.scale()))
                    + " of their time");
                return;
            }
            if (millis.getAsLong() - start > MEETING_MILLIS || !a.alive() || !b.alive()) {
                throw new IOException(a.name() + " and " + b.name() + " do not agree: "
                    + here.get("blocks") + " and " + there.get("blocks") + " blocks");
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private Map<String, Object> status(DemoBox box) throws IOException {
        Map<String, Object> status = box.status();
        status.put("askedMillis", millis.getAsLong());
        status.put("pid", box.pid());
        return status;
    }

    private void say(String line) {
        System.out.println("- " + line);
    }

    private void stop() throws IOException {
        for (DemoBox box : boxes) {
            box.close();
        }
        if (air != null) {
            air.close();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
