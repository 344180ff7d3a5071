// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/faults.md: the lines that it takes away stand there, the tests it names exist. */
class FaultsTest {
    private static final Pattern CHANGE = Pattern.compile("(?s)```fault\n(.*?)\n(.*?)```");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)` goes red");
    private static final Pattern COMMAND = Pattern.compile("`mvn [^`]*-Dtest=([\\w,]+) [^`]*`");

    private final List<String> sections = sections();

    private static List<String> sections() {
        try {
            return Stream.of(Files.readString(SourceTree.ROOT.resolve("docs/faults.md"))
                .split("\n## ")).skip(1).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void thereAreTen() {
        assertEquals(List.of("1.", "2.", "3.", "4.", "5.", "6.", "7.", "8.", "9.", "10."),
            sections.stream().map(section -> section.split(" ")[0]).toList());
    }

    @Test
    void eachTakesAwayALineThatStandsInOnePlace() throws IOException {
        for (String section : sections) {
            Matcher change = CHANGE.matcher(section);
            assertTrue(change.find(), section);
            String taken = change.group(2).lines().filter(line -> line.startsWith("- "))
                .map(line -> line.substring(2)).collect(Collectors.joining("\n"));
            String code = Files.readString(SourceTree.ROOT.resolve(change.group(1)));
            assertEquals(1, code.split(Pattern.quote(taken), -1).length - 1,
                change.group(1) + " holds so many times:\n" + taken);
        }
    }

    @Test
    void eachRunsTheTestsThatItNamesAndTheyExist() throws IOException {
        for (String section : sections) {
            Matcher command = COMMAND.matcher(section);
            assertTrue(command.find(), section);
            Matcher test = TEST.matcher(section);
            int named = 0;
            while (test.find()) {
                named++;
                assertTrue(List.of(command.group(1).split(",")).contains(test.group(1)),
                    test.group() + ", but is not run");
                assertTrue(source(test.group(1)).contains("void " + test.group(2) + "()"),
                    test.group(1) + " has no test " + test.group(2));
            }
            assertTrue(named > 0, section);
        }
    }

    private static String source(String test) throws IOException {
        try (Stream<Path> files = Files.walk(SourceTree.ROOT)) {
            Path file = files.filter(path -> path.endsWith(test + ".java")
                && path.toString().contains("/src/test/")).findFirst().orElseThrow(() ->
                    new AssertionError("no test " + test));
            return Files.readString(file);
        }
    }
}
