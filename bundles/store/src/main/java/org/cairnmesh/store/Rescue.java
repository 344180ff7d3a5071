// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.cairnmesh.api.log.EventLogException;

/**
 * Puts what is whole of a damaged file into a new one, which takes its name; the damaged one keeps
 * another. It may be cut off at any moment: a name that ends with {@code .salvaged} is a complete
 * new file that waits for its name.
 */
record Rescue(Disk disk, Path path, Path fresh, Path salvaged) {
    /**
     * Answers what people should know.
     *
     * @param end   where the last commit that returned ended, as far as is known
     * @param renew gives the new file an id
     * @throws EventLogException if nothing of a log is whole; then the file is as it was
     */
    String run(long end, Consumer<Tables> renew) throws IOException {
        Path kept = kept();
        String note;
        try (FileChannel channel = disk.openToRead(path)) {
            note = refill(new Salvage(channel, Math.min(end, channel.size())), kept, renew);
        }
        disk.move(fresh, salvaged);
        disk.sync(path.toAbsolutePath().getParent());
        disk.move(path, kept);
        disk.sync(path.toAbsolutePath().getParent());
        disk.move(salvaged, path);
        disk.sync(path.toAbsolutePath().getParent());
        return note;
    }

    private String refill(Salvage found, Path kept, Consumer<Tables> renew) throws IOException {
        disk.delete(fresh);
        OpenLog target = OpenLog.make(disk, fresh);
        Tables tables = target.tables();
        try {
            if (found.rows(tables.facts().tag()).isEmpty()) {
                throw new EventLogException(path + " is damaged, or is no log of Cairn: nothing of "
                    + "a log is whole in it; put a backup in its place, or move it away");
            }
            String whole = new Mending(found, tables, target.store()::commit).mend();
            tables.facts().remove(Tables.PACKED);
            tables.facts().put(Tables.FORMAT, Coding.number(LogFile.FORMAT));
            renew.accept(tables);
            String note = path + " was damaged; " + whole + "; the damaged file is kept as " + kept;
            tables.notes().put(SpaceTables.next(tables.notes()),
                note.getBytes(StandardCharsets.UTF_8));
            target.finish();
            return note;
        } finally {
            target.store().closeImmediately();
        }
    }

    /** A name for the damaged file that none has. */
    private Path kept() {
        int number = 1;
        while (disk.exists(path.resolveSibling(path.getFileName() + ".damaged-" + number))) {
            number++;
        }
        return path.resolveSibling(path.getFileName() + ".damaged-" + number);
    }
}
