// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ReadOnlyFileSystemException;

/** What an exception says of the medium, in words that tell people what to do. */
final class Faults {
    private Faults() { }

    /** Whether the bytes of the file are to blame, and not the medium or the way to it. */
    static boolean isDamage(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof IOException && !(at instanceof EOFException)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the file may be read, but not written. */
    static boolean isReadOnly(IOException cause) {
        return cause instanceof AccessDeniedException
            || cause.toString().contains("Read-only file system");
    }

    static String reason(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String said = root.getMessage() == null ? root.toString() : root.getMessage();
        if (said.contains("No space left") || said.contains("quota exceeded")) {
            return "the disk is full (" + said + "); make room on it, it is tried again";
        }
        if (said.contains("File too large")) {
            return "the file may not grow (" + said + "); raise the limit of the process or of "
                + "the file system";
        }
        if (said.contains("Read-only") || root instanceof ReadOnlyFileSystemException
            || root instanceof AccessDeniedException) {
            return "the disk is read-only (" + said + "); mount it to be written, it is tried "
                + "again";
        }
        return said;
    }
}
