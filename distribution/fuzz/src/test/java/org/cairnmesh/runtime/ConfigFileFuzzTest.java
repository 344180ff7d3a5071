// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cairnmesh.fuzz.Mutants;
import org.cairnmesh.fuzz.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** A configuration that a person edited, or a card spoilt. */
class ConfigFileFuzzTest {
    private static final Promise PROMISE = new Promise(IOException.class, 300_000, 1_000);

    @TempDir
    static Path directory;

    static List<byte[]> seeds() {
        return Stream.of("name=\"north\"\nclock.scale=D\"1.0\"\nconsole=B\"false\"\n",
            ":org.apache.felix.configadmin.revision:=L\"1\"\n"
            + "l=[ \\\n  \"a\", \\\n  \"b\", \\\n  ]\n"
            + "i=I[ \\\n  \"1\", \\\n  ]\nc=(\"x\",\"y\",)\n", "# text\nhome=\"/a\\ b\\u00e4\"\n")
            .map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    @Timeout(Promise.SECONDS_MAX)
    @MethodSource("seeds")
    @FuzzTest
    void readsOrNamesTheFile(byte[] input) {
        ConfigFile file = new ConfigFile(new Home(directory.toAbsolutePath()), "fuzz");
        try {
            Files.createDirectories(file.path().getParent());
            Files.write(file.path(), input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PROMISE.kept(input, file::read).ifPresent(values -> settled(file, values));
    }

    /** What was read can be written, and reads the same: a start does so each time. */
    private static void settled(ConfigFile file, Map<String, Object> values) {
        try {
            file.write(values);
            assertEquals(values.size() + (values.containsKey("service.pid") ? 0 : 1),
                file.read().size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void mutants() {
        Mutants.few(seeds(), this::readsOrNamesTheFile);
    }
}
