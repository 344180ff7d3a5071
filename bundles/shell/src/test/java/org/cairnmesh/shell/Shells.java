// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.CommandProxy;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.cairnmesh.api.blob.Blobs;
import org.cairnmesh.api.data.Bytes;

/** A real Gogo with our commands on a node in memory, and one session of it. */
final class Shells implements AutoCloseable {
    final MemoryNode node = new MemoryNode();
    final MemoryLedger ledger = new MemoryLedger();
    final Map<Bytes, byte[]> contents = new TreeMap<>();
    final ManualPace pace = new ManualPace();
    final ThreadIOImpl threads = new ThreadIOImpl();
    final CommandProcessorImpl processor = new CommandProcessorImpl(threads);
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    final Interpreter interpreter;
    private boolean storeAway;

    /** Time that passes only when somebody pauses. */
    static final class ManualPace implements Pace {
        private long millis;

        @Override
        public synchronized long millis() {
            return millis;
        }

        @Override
        public synchronized void pause(long pausedMillis) {
            millis += pausedMillis;
        }
    }

    record Answer(int status, String out, String err) { }

    Shells(Path directory) {
        this(directory, false);
    }

    Shells(Path directory, boolean interactive) {
        threads.start();
        Box box = new Box(node, () -> storeAway ? Optional.empty() : Optional.of(blobs()),
            () -> storeAway ? Optional.empty() : Optional.of(ledger),
            InstantSource.fixed(MemoryNode.NOW), pace, MemoryNode.NOW.toEpochMilli() - 5_000);
        Commands.bodies(box).forEach((verb, body) -> processor.addCommand(Commands.SCOPE,
            new CommandProxy(new CommandFunction(verb, body), verb.word()), verb.word()));
        interpreter = new Interpreter(processor, out, err,
            new Client("amina", directory, 80, interactive, () -> false));
    }

    private Blobs blobs() {
        return new Blobs() {
            @Override
            public Blob put(java.io.InputStream content, long sizeMax) {
                try {
                    byte[] bytes = content.readAllBytes();
                    Bytes hash = Bytes.of(ViewDigest.sha256().digest(bytes));
                    contents.put(hash, bytes);
                    return new Blob(hash, bytes.length);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public Optional<java.io.InputStream> get(Bytes hash) {
                return Optional.ofNullable(contents.get(hash))
                    .map(java.io.ByteArrayInputStream::new);
            }

            @Override
            public List<Bytes> hashes() {
                return List.copyOf(contents.keySet());
            }
        };
    }

    void takeStoreAway() {
        storeAway = true;
    }

    Answer run(String... words) {
        return answer(() -> interpreter.command(List.of(words)));
    }

    Answer line(String line) {
        return answer(() -> interpreter.line(line));
    }

    /** Runs what must work. */
    String ok(String... words) {
        Answer answer = run(words);
        if (answer.status() != 0) {
            throw new AssertionError(String.join(" ", words) + ": " + answer);
        }
        return answer.out();
    }

    private interface Work {
        int run() throws IOException;
    }

    private Answer answer(Work work) {
        out.reset();
        err.reset();
        try {
            int status = work.run();
            return new Answer(status, out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static OutputStream nowhere() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public void close() {
        interpreter.close();
        processor.stop();
        threads.stop();
    }
}
