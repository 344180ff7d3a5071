// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.cairnmesh.fuzz.Mutants;
import org.cairnmesh.fuzz.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person types: the words of a line, and what options and flags they are. */
class LineFuzzTest {
    private static final Promise PROMISE = new Promise(Complaint.class, 300_000, 4_000);

    static List<byte[]> seeds() {
        return Stream.of("create R-100 water-point village=Tolo 'pump=India Mark II'",
            "cairn:set R-100 \"a \\\" b\" | grep x", "note R-100 The mechanic came; it cost $5",
            "note --form water R-1 \"dry\"", "record --json -- --R",
            "import a.csv --form=w --key k",
            "lb -s | grep cairn", "view --json", "note -- -x 'open").map(text ->
            text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    @Timeout(Promise.SECONDS_MAX)
    @MethodSource("seeds")
    @FuzzTest
    void isTakenApartOrComplainedAbout(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        PROMISE.kept(input, () -> Line.of(text) instanceof Line.Ours ours
            ? Words.of(ours.verb(), ours.words()).count() : 0);
    }

    @Test
    void mutants() {
        Mutants.each(seeds(), this::isTakenApartOrComplainedAbout);
    }
}
