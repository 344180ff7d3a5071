// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cairnmesh.runtime.ShellClient;

/**
 * Updates bundles of a box to a next version, one after the other, through the Felix shell, while
 * the box keeps importing its part of the survey in another session.
 */
final class DemoUpdates {
    private static final List<String> BUNDLES =
        List.of("reducer-schema", "transport-sim", "store", "core");
    private static final int ROWS_A_FILE = 2;
    private static final long PAUSE_MILLIS = 20;
    private static final long SETTLE_MILLIS = 20_000;

    private final Launch launch;
    private final DemoBox box;
    private final Survey part;
    private final LongSupplier millis;
    private final AtomicLong imported = new AtomicLong();

    DemoUpdates(Launch launch, DemoBox box, Survey part, LongSupplier millis) {
        this.launch = launch;
        this.box = box;
        this.part = part;
        this.millis = millis;
    }

    /** Imports all of the part; answers how many records were acknowledged. */
    long run(Consumer<String> say) throws IOException, InterruptedException {
        CompletableFuture<Void> importing = CompletableFuture.runAsync(this::importAll);
        int files = (part.rows().size() + ROWS_A_FILE - 1) / ROWS_A_FILE;
        for (int i = 0; i < BUNDLES.size(); i++) {
            long due = (long) part.rows().size() * (i + 1) / (BUNDLES.size() + 2);
            while (imported.get() < due && !importing.isDone()) {
                Thread.sleep(PAUSE_MILLIS);
            }
            update(BUNDLES.get(i), say);
        }
        try {
            importing.join();
        } catch (CompletionException e) {
            throw new IOException("the import beside the updates failed: "
                + e.getCause().getMessage(), e);
        }
        say.accept(box.name() + ": imported " + imported.get() + " records in " + files
            + " files meanwhile");
        return imported.get();
    }

    private void importAll() {
        try (ShellClient shell = box.connect()) {
            for (int from = 0; from < part.rows().size(); from += ROWS_A_FILE) {
                Path file = part.slice(from, from + ROWS_A_FILE)
                    .write(launch.directory().resolve("base-" + from + ".csv"));
                String answer = DemoBox.answer(shell, "import", file.toString(), "--form",
                    Demo.FORM, "--key", part.key(), "--missing", Survey.MISSING, "--json");
                imported.addAndGet(((Number) Json.object(answer).get("imported")).longValue());
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void update(String bundle, Consumer<String> say)
        throws IOException, InterruptedException {
        Path jar;
        try (Stream<Path> jars = Files.list(launch.image().resolve("bundle"))) {
            jar = jars.filter(file -> file.getFileName().toString().matches(bundle + "-\\d.*"))
                .findFirst().orElseThrow(() -> new IOException("no bundle " + bundle));
        }
        Path next = launch.directory().resolve(bundle + "-next.jar");
        NextVersion.write(jar, next);
        Matcher listed = Pattern.compile("(\\d+)\\|.*\\|" + bundle + " \\(").matcher(
            box.line("lb"));
        if (!listed.find()) {
            throw new IOException("the box does not list bundle " + bundle);
        }
        long before = imported.get();
        long start = millis.getAsLong();
        box.line("update " + listed.group(1) + " " + next.toUri());
        long took = millis.getAsLong() - start;
        settle(bundle);
        say.accept(box.name() + ": updated " + bundle + " to " + NextVersion.VERSION + " in "
            + took + " ms, importing (" + (imported.get() - before) + " records meanwhile)");
    }

    /** Waits until the box is whole again: the new version active, nothing missing. */
    private void settle(String bundle) throws IOException, InterruptedException {
        Pattern active = Pattern.compile("Active[^|]*\\|[^|]*\\|" + bundle + " \\("
            + Pattern.quote(NextVersion.VERSION));
        long start = millis.getAsLong();
        while (true) {
            Map<String, Object> status = box.status();
            if (((List<?>) status.get("problems")).isEmpty()
                && active.matcher(box.line("lb")).find()) {
                return;
            }
            if (millis.getAsLong() - start > SETTLE_MILLIS) {
                throw new IOException("after the update of " + bundle + ": "
                    + status.get("problems"));
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
