// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.core.feed.Samples;
import org.cairnmesh.fuzz.Mutants;
import org.cairnmesh.fuzz.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** What people type: recovery codes, device texts and space texts. */
class TextsFuzzTest {
    private static final Promise PROMISE = new Promise(MalformedException.class, 400_000, 2_000);

    static List<byte[]> seeds() {
        Recovery recovery = Recovery.draw(new Random(1));
        return Stream.of(recovery.code(), recovery.code().toLowerCase(Locale.ROOT),
            new DeviceText(new Samples(1).identity.publicKeys(), "north").text(),
            new SpaceText(recovery.space(), "Camp").text())
            .map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    @Timeout(Promise.SECONDS_MAX)
    @MethodSource("seeds")
    @FuzzTest
    void whatIsReadIsWrittenAsItsOneText(byte[] input) {
        String typed = new String(input, StandardCharsets.UTF_8);
        PROMISE.kept(input, () -> Recovery.parse(typed)).ifPresent(recovery ->
            assertEquals(symbols(typed), symbols(recovery.code())));
        PROMISE.kept(input, () -> DeviceText.parse(typed)).ifPresent(device ->
            assertEquals(symbols(typed), symbols(device.text())));
        PROMISE.kept(input, () -> SpaceText.parse(typed)).ifPresent(space ->
            assertEquals(symbols(typed), symbols(space.text())));
    }

    private static String symbols(String text) {
        return text.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "").replace('O', '0')
            .replaceAll("[IL]", "1");
    }

    @Test
    void mutants() {
        Mutants.each(seeds(), this::whatIsReadIsWrittenAsItsOneText);
    }
}
