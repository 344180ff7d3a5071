// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads CSV as RFC 4180 has it, in UTF-8, row by row: cells come out byte for byte. Lines may end
 * in CRLF, LF or CR; a byte order mark and empty lines are passed over. A row that breaks the rules
 * comes out as {@link Bad}, and reading goes on behind it: after the end of the line where that
 * showed, or, behind a quote that is never closed, after the line where it stands. Not for several
 * threads.
 */
public final class CsvReader implements Closeable {
    static final int CELL_BYTES_MAX = 1 << 20;
    static final int ROW_BYTES_MAX = 4 << 20;
    static final int COLUMNS_MAX = 4096;

    private static final int END = -1;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final SeekableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private final ByteArrayOutputStream cell = new ByteArrayOutputStream();
    private long line = 1;
    private List<String> cells = new ArrayList<>();
    private long rowBytes;
    private String undecodable = "";

    /** A row, or why there is none. */
    public sealed interface Row {
        /** The line where it starts, from 1. */
        long line();
    }

    /** The cells of a row. */
    public record Cells(long line, List<String> cells) implements Row {
        public Cells {
            cells = List.copyOf(cells);
        }
    }

    /** A row that breaks the rules. */
    public record Bad(long line, String problem) implements Row { }

    /** Where reading goes on behind a quote that is never closed. */
    private record Resume(long position, long line) { }

    public CsvReader(SeekableByteChannel channel) throws IOException {
        this.channel = channel;
        for (byte expected : MARK) {
            if (take() != (expected & 0xff)) {
                seek(new Resume(0, 1));
                return;
            }
        }
    }

    /** The next row; empty at the end. */
    public Optional<Row> next() throws IOException {
        while (peek() == '\n' || peek() == '\r') {
            endLine();
        }
        if (peek() == END) {
            return Optional.empty();
        }
        long first = line;
        cells = new ArrayList<>();
        rowBytes = 0;
        undecodable = "";
        String problem = "";
        boolean more = true;
        while (more && problem.isEmpty()) {
            problem = peek() == '"' ? quoted() : bare();
            more = problem.isEmpty() && peek() == ',';
            if (more) {
                take();
                problem = cells.size() < COLUMNS_MAX ? "" : "more than " + COLUMNS_MAX + " cells";
            }
        }
        if (problem.isEmpty()) {
            endLine();
            problem = undecodable;
        }
        return Optional.of(problem.isEmpty() ? new Cells(first, cells) : new Bad(first, problem));
    }

    /** Reads a cell without quotes; what is wrong, or nothing. */
    private String bare() throws IOException {
        cell.reset();
        for (int c = peek(); c != ',' && c != '\n' && c != '\r' && c != END; c = peek()) {
            if (c == '"') {
                return skipLine("a quote in the middle of cell " + (cells.size() + 1));
            }
            if (!keep(take())) {
                return skipLine("cell " + (cells.size() + 1) + " is too large");
            }
        }
        endCell();
        return "";
    }

    /** Reads a cell in quotes; what is wrong, or nothing. */
    private String quoted() throws IOException {
        cell.reset();
        take();
        Optional<Resume> resume = Optional.empty();
        while (true) {
            int c = take();
            if (c == '"') {
                if (peek() != '"') {
                    break;
                }
                take();
            }
            if (c == END || !keep(c)) {
                seek(resume.orElse(new Resume(position(), line)));
                return resume.isEmpty() && c != END
                    ? skipLine("cell " + (cells.size() + 1) + " is too large")
                    : "the quote that opens cell " + (cells.size() + 1) + " is never closed";
            }
            if (c == '\n' || c == '\r' && peek() != '\n') {
                line++;
                if (resume.isEmpty()) {
                    resume = Optional.of(new Resume(position(), line));
                }
            }
        }
        if (peek() != ',' && peek() != '\n' && peek() != '\r' && peek() != END) {
            return skipLine("text behind the closing quote of cell " + (cells.size() + 1));
        }
        endCell();
        return "";
    }

    private boolean keep(int c) {
        cell.write(c);
        rowBytes++;
        return cell.size() <= CELL_BYTES_MAX && rowBytes <= ROW_BYTES_MAX;
    }

    private void endCell() {
        try {
            cells.add(StandardCharsets.UTF_8.newDecoder()
                .decode(ByteBuffer.wrap(cell.toByteArray())).toString());
        } catch (CharacterCodingException e) {
            cells.add("");
            undecodable = "cell " + cells.size() + " is not UTF-8";
        }
    }

    private String skipLine(String problem) throws IOException {
        while (peek() != '\n' && peek() != '\r' && peek() != END) {
            take();
        }
        endLine();
        return problem;
    }

    private void endLine() throws IOException {
        if (peek() != END) {
            if (take() == '\r' && peek() == '\n') {
                take();
            }
            line++;
        }
    }

    private int take() throws IOException {
        int c = peek();
        if (c != END) {
            buffer.get();
        }
        return c;
    }

    private int peek() throws IOException {
        if (!buffer.hasRemaining()) {
            buffer.clear();
            int read = channel.read(buffer);
            buffer.flip();
            if (read <= 0) {
                return END;
            }
        }
        return buffer.get(buffer.position()) & 0xff;
    }

    private long position() throws IOException {
        return channel.position() - buffer.remaining();
    }

    private void seek(Resume to) throws IOException {
        channel.position(to.position());
        buffer.clear().limit(0);
        line = to.line();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
