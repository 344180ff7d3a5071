// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.EventLogException;
import org.h2.mvstore.MVStore;

/**
 * The file of a log and what it may go through: made, cut off by a loss of power, full, damaged,
 * packed.
 *
 * <p>A {@link #change} is made in the tables and committed, or abandoned if anything went wrong.
 * After that the file is cut back to the last commit that returned, and opened again by the next
 * call: nothing of what failed is seen, and once the disk has space again, commits work again. A
 * file that may only be read is read. The file only grows; when most of it is outdated, what is
 * current is copied to a new file, which then takes its name. What is whole of a damaged file is
 * copied to a new one too; the damaged one keeps another name. One thread at a time. Fails with
 * {@link EventLogException}.
 */
final class LogFile implements AutoCloseable {
    static final int FORMAT = 2;
    /** How much outdated content a file may hold beyond as much as it has current. */
    static final long SLACK_BYTES = 16L << 20;
    private static final int ID_BYTES = 8;
    private static final long UNKNOWN = Long.MAX_VALUE;
    private static final System.Logger LOG = System.getLogger(LogFile.class.getName());

    /** So often it is read anew before it counts as damaged: not every error lasts. */
    private static final int STUMBLES_MAX = 2;


    private final Disk disk;
    private final Path path;
    private final Path fresh;
    private final Path salvaged;
    private final long slackBytes;
    private final RandomGenerator random;
    private Optional<OpenLog> opened = Optional.empty();
    private boolean closed;
    /** Where the last commit that returned ends. */
    private long end = UNKNOWN;
    private long packAtBytes;
    private Bytes id = Bytes.EMPTY;
    private int stumbles;

    /** Opens the log, or makes an empty one if there is none. */
    LogFile(Disk disk, Path path, RandomGenerator random, long slackBytes) {
        this.disk = disk;
        this.path = path;
        this.fresh = path.resolveSibling(path.getFileName() + ".new");
        this.salvaged = path.resolveSibling(path.getFileName() + ".salvaged");
        this.slackBytes = slackBytes;
        this.random = random;
        settle();
        tables();
    }

    /** Finishes what was cut off: the making of the file, or the salvage of a damaged one. */
    private void settle() {
        try {
            if (disk.exists(path)) {
                return;
            }
            if (disk.exists(salvaged)) {
                disk.move(salvaged, path);
            } else {
                create();
            }
        } catch (IOException | RuntimeException e) {
            throw failed("make", e);
        }
    }

    /** What names the numbers of arrival; another after damage. */
    Bytes id() {
        return id;
    }

    /** The content: of the last commit that returned, and what was changed since. */
    private Tables tables() {
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
            throw stumbled("read", e);
        }
    }

    /** Changes the content, durable on return; of a change that throws nothing stays. */
    void change(Consumer<Tables> change) {
        try {
            Tables tables = tables();
            if (opened.orElseThrow().file().isReadOnly()) {
                throw failed("write", new ReadOnlyFileSystemException());
            }
            change.accept(tables);
            commit();
            stumbles = 0;
        } catch (EventLogException e) {
            abandon();
            throw e;
        } catch (RuntimeException e) {
            throw stumbled("write", e);
        } catch (Error e) {
            abandon();
            throw e;
        }
    }

    /** Whatever H2 stumbles over; what lasts after a fresh start is damage. */
    private EventLogException stumbled(String what, RuntimeException cause) {
        abandon();
        if (Faults.isDamage(cause) && ++stumbles >= STUMBLES_MAX) {
            stumbles = 0;
            salvage(cause);
            return new EventLogException(path + " was damaged: what is whole is read again", cause);
        }
        return failed(what, cause);
    }

    /** Gives the log another id, because numbers of arrival have changed. */
    void renew(Tables tables) {
        byte[] drawn = new byte[ID_BYTES];
        random.nextBytes(drawn);
        tables.facts().put(Tables.ID, drawn);
        id = Bytes.of(drawn);
    }

    /** Makes the changes durable, all or nothing. */
    private void commit() {
        OpenLog now = opened.orElseThrow();
        now.store().commit();
        now.store().sync();
        end = now.file().size();
        if (end > packAtBytes) {
            pack(now);
        }
    }

    /** Forgets the changes since the last commit that returned. */
    private void abandon() {
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
            "cannot " + what + " " + path + ": " + Faults.reason(cause), cause);
    }

    /** Makes the file under another name first: a file cut off here would not open. */
    private void create() throws IOException {
        disk.makeDirectory(path.toAbsolutePath().getParent());
        disk.delete(fresh);
        OpenLog made = OpenLog.make(disk, fresh);
        renew(made.tables());
        made.tables().facts().put(Tables.FORMAT, Coding.number(FORMAT));
        if (disk.exists(Restored.of(path))) {
            Restored.fill(disk.plain(), Restored.of(path), made.tables(), made.store()::commit);
        }
        made.finish();
        disk.move(fresh, path);
    }

    private OpenLog reopen() {
        OpenLog now = openWhole();
        try {
            if (!now.file().isReadOnly()) {
                // a name that is not durable could still fall back to the file that was packed
                disk.sync(path.toAbsolutePath().getParent());
                disk.delete(fresh);
                disk.delete(salvaged);
                disk.delete(Restored.of(path));
            }
        } catch (IOException e) {
            now.store().closeImmediately();
            throw failed("open", e);
        }
        end = now.file().wholeEnd();
        packAtBytes = Math.max(packAtBytes, packAt(now.tables()));
        id = Bytes.of(now.tables().facts().get(Tables.ID));
        return now;
    }

    private OpenLog openWhole() {
        try {
            return openSound();
        } catch (IOException e) {
            throw failed("open", e);
        } catch (EventLogException e) {
            throw e;
        } catch (RuntimeException e) {
            // whatever H2 stumbles over in a damaged file
            if (!Faults.isDamage(e)) {
                throw failed("open", e);
            }
            salvage(e);
        }
        try {
            return openSound();
        } catch (IOException | RuntimeException e) {
            throw failed("open", e);
        }
    }

    private void salvage(RuntimeException cause) {
        LOG.log(Level.WARNING, path + " is damaged: " + Faults.reason(cause));
        try {
            String note = new Rescue(disk, path, fresh, salvaged).run(end, this::renew);
            LOG.log(Level.WARNING, note);
        } catch (IOException e) {
            throw failed("salvage", e);
        }
        end = UNKNOWN;
        packAtBytes = 0;
    }

    private OpenLog openSound() throws IOException {
        OpenLog now = OpenLog.open(disk, path, end);
        try {
            checkFormat(now.tables());
            now.tables().verify();
            return now;
        } catch (RuntimeException e) {
            now.store().closeImmediately();
            throw e;
        }
    }

    private void checkFormat(Tables tables) {
        byte[] format = tables.facts().get(Tables.FORMAT);
        if (format == null || tables.facts().get(Tables.ID) == null) {
            throw new EventLogException(path + " is no log of Cairn");
        }
        if (Coding.number(format) != FORMAT) {
            throw new EventLogException(path + " has format " + Coding.number(format)
                + ", this version of Cairn reads " + FORMAT + ": use the version that wrote it");
        }
    }

    /** Copies what is current to a new file. If that fails the old one goes on and grows. */
    private void pack(OpenLog old) {
        try {
            copyToFresh(old.tables());
        } catch (IOException | RuntimeException e) {
            packAtBytes = end + slackBytes;
            LOG.log(Level.WARNING,
                "cannot pack " + path + ", it goes on growing: " + Faults.reason(e));
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
                "cannot put the packed log in place of " + path + ": " + Faults.reason(e));
        }
    }

    private void copyToFresh(Tables tables) throws IOException {
        disk.delete(fresh);
        OpenLog target = OpenLog.make(disk, fresh);
        try {
            tables.copyTo(target.tables(), target.store()::commit);
            target.tables().facts().put(Tables.PACKED, Coding.number(target.file().size()));
            target.finish();
        } finally {
            target.store().closeImmediately();
        }
    }

    private void dropFresh() {
        try {
            disk.delete(fresh);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot delete " + fresh + ": " + Faults.reason(e));
        }
    }

    private long packAt(Tables tables) {
        byte[] packed = tables.facts().get(Tables.PACKED);
        return 2 * (packed == null ? 0 : Coding.number(packed)) + slackBytes;
    }
}
