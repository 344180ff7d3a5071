// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.EventLogException;
import org.h2.mvstore.MVStore;

/**
 * The file of a log and what it may go through: made, cut off by a loss of power, full, packed.
 *
 * <p>A {@link #change} is made in the tables and committed, or abandoned if anything went wrong.
 * After that the file is cut back to the last commit that returned, and
 * opened again by the next call: nothing of what failed is seen, and once the disk has space
 * again, commits work again. The file only grows; when most of it is outdated, what is current is
 * copied to a new file, which then takes its name. One thread at a time. Fails with {@link
 * EventLogException}.
 */
final class LogFile implements AutoCloseable {
    static final int FORMAT = 1;
    static final String ID = "id";
    /** How much outdated content a file may hold beyond as much as it has current. */
    static final long SLACK_BYTES = 16L << 20;
    private static final String FORMAT_KEY = "format";
    private static final String PACKED = "packed";
    private static final int ID_BYTES = 8;
    private static final int CACHE_MEGABYTES = 4;
    private static final int PAGE_BYTES = 4096;
    private static final long UNKNOWN = -1;
    private static final System.Logger LOG = System.getLogger(LogFile.class.getName());

    private record Opened(AppendOnlyStore file, MVStore store, Tables tables) { }

    private final Disk disk;
    private final Path path;
    private final Path fresh;
    private final long slackBytes;
    private Optional<Opened> opened = Optional.empty();
    private boolean closed;
    /** Where the last commit that returned ends. */
    private long end = UNKNOWN;
    private long packAtBytes;

    /** Opens the log, or makes an empty one if there is none. */
    LogFile(Disk disk, Path path, RandomGenerator random, long slackBytes) {
        this.disk = disk;
        this.path = path;
        this.fresh = path.resolveSibling(path.getFileName() + ".new");
        this.slackBytes = slackBytes;
        if (!disk.exists(path)) {
            create(random);
        }
        tables();
    }

    /** The content: of the last commit that returned, and what was changed since. */
    Tables tables() {
        if (closed) {
            throw new EventLogException(path + " is closed");
        }
        if (opened.isEmpty()) {
            opened = Optional.of(reopen());
        }
        return opened.get().tables();
    }

    /** Answers from the content. */
    <T> T query(Function<Tables, T> question) {
        Tables tables = tables();
        try {
            return question.apply(tables);
        } catch (RuntimeException e) {
            // whatever H2 stumbles over; a fresh start may get past what does not last
            abandon();
            throw failed("read", e);
        }
    }

    /** Changes the content, durable on return; of a change that throws nothing stays. */
    void change(Consumer<Tables> change) {
        boolean done = false;
        try {
            change.accept(tables());
            commit();
            done = true;
        } catch (EventLogException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failed("write", e);
        } finally {
            if (!done) {
                abandon();
            }
        }
    }

    /** Makes the changes durable, all or nothing. */
    void commit() {
        Opened now = opened.orElseThrow();
        now.store().commit();
        now.store().sync();
        end = now.file().size();
        if (end > packAtBytes) {
            pack(now);
        }
    }

    /** Forgets the changes since the last commit that returned. */
    void abandon() {
        opened.ifPresent(now -> now.store().closeImmediately());
        opened = Optional.empty();
    }

    /** Lets go of the file. There is nothing to write: what is committed is on the disk. */
    @Override
    public void close() {
        abandon();
        closed = true;
    }

    /** The exception for a medium that failed. */
    EventLogException failed(String what, Throwable cause) {
        return new EventLogException(
            "cannot " + what + " " + path + ": " + reason(cause), cause);
    }

    private static String reason(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    /** Makes the file under another name first: a file cut off here would not open. */
    private void create(RandomGenerator random) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        try {
            disk.makeDirectory(path.toAbsolutePath().getParent());
            disk.delete(fresh);
            Opened made = open(fresh);
            made.tables().facts().put(ID, id);
            made.tables().facts().put(FORMAT_KEY, number(FORMAT));
            finish(made);
            disk.move(fresh, path);
        } catch (IOException | RuntimeException e) {
            throw failed("make", e);
        }
    }

    private Opened reopen() {
        Opened now = openWhole();
        try {
            checkFormat(now.tables());
            // a name that is not durable could still fall back to the file that was packed
            disk.sync(path.toAbsolutePath().getParent());
            disk.delete(fresh);
        } catch (IOException e) {
            now.store().closeImmediately();
            throw failed("open", e);
        } catch (RuntimeException e) {
            now.store().closeImmediately();
            throw e;
        }
        end = now.file().size();
        packAtBytes = Math.max(packAtBytes, packAt(now.tables()));
        return now;
    }

    private Opened openWhole() {
        try {
            return open(path);
        } catch (IOException e) {
            throw failed("open", e);
        } catch (EventLogException e) {
            throw e;
        } catch (RuntimeException e) {
            // whatever H2 stumbles over in a damaged file
            throw new EventLogException(
                path + " is damaged, or is no log of Cairn: " + reason(e), e);
        }
    }

    private Opened open(Path file) throws IOException {
        FileChannel channel = disk.open(file);
        try {
            lock(channel, file);
            if (file.equals(path)) {
                cutBack(channel);
            }
            AppendOnlyStore chunks = new AppendOnlyStore(file.toString(), channel,
                Map.of("cacheSize", CACHE_MEGABYTES, "pageSplitSize", PAGE_BYTES));
            // one commit is one chunk: no thread and no size makes H2 write in between
            MVStore store = new MVStore.Builder().adoptFileStore(chunks)
                .autoCommitDisabled().autoCommitBufferSize(0).open();
            store.setVersionsToKeep(0);
            chunks.trim();
            return new Opened(chunks, store, Tables.of(store));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void lock(FileChannel channel, Path file) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            throw new EventLogException(file + " is in use by this process", e);
        }
        throw new EventLogException(file + " is in use by another process");
    }

    private void cutBack(FileChannel channel) throws IOException {
        if (channel.size() == 0) {
            throw new EventLogException(path + " is empty: the log that was here is lost");
        }
        if (end != UNKNOWN && channel.size() > end) {
            channel.truncate(end);
            channel.force(true);
        }
    }

    private void checkFormat(Tables tables) {
        byte[] format = tables.facts().get(FORMAT_KEY);
        if (format == null || tables.facts().get(ID) == null) {
            throw new EventLogException(path + " is no log of Cairn");
        }
        if (number(format) > FORMAT) {
            throw new EventLogException(path + " has format " + number(format)
                + ", this version of Cairn reads up to " + FORMAT + ": use a newer one");
        }
    }

    /** Copies what is current to a new file. If that fails the old one goes on and grows. */
    private void pack(Opened old) {
        try {
            copyToFresh(old.tables());
        } catch (IOException | RuntimeException e) {
            packAtBytes = end + slackBytes;
            LOG.log(Level.WARNING, "cannot pack " + path + ", it goes on growing: " + reason(e));
            dropFresh();
            return;
        }
        LOG.log(Level.DEBUG, "packed {0} of {1} bytes", path, end);
        abandon();
        try {
            // either name may stand when this fails, and both files hold the same
            end = UNKNOWN;
            packAtBytes = 0;
            disk.move(fresh, path);
            tables();
        } catch (IOException | EventLogException e) {
            packAtBytes = Long.MAX_VALUE;
            LOG.log(Level.WARNING,
                "cannot put the packed log in place of " + path + ": " + reason(e));
        }
    }

    private void copyToFresh(Tables tables) throws IOException {
        disk.delete(fresh);
        Opened target = open(fresh);
        try {
            tables.copyTo(target.tables(), target.store()::commit);
            target.tables().facts().put(PACKED, number(target.file().size()));
            finish(target);
        } finally {
            target.store().closeImmediately();
        }
    }

    private void dropFresh() {
        try {
            disk.delete(fresh);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot delete " + fresh + ": " + reason(e));
        }
    }

    private static void finish(Opened made) {
        made.store().commit();
        made.store().sync();
        made.store().closeImmediately();
    }

    private long packAt(Tables tables) {
        byte[] packed = tables.facts().get(PACKED);
        return 2 * (packed == null ? 0 : number(packed)) + slackBytes;
    }

    private static byte[] number(long number) {
        return Bytes.ofLong(number).toArray();
    }

    private static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }
}
