// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.gogo.command.Basic;
import org.apache.felix.gogo.runtime.CommandProxy;
import org.apache.felix.service.command.Function;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.launch.Framework;

/** Lines as people type them, through a real Gogo with Felix's real commands beside ours. */
class BareCommandsTest {
    @TempDir
    static Path directory;

    private Shells shells;
    private Framework framework;
    private final List<String> calls = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        shells = new Shells(directory);
        framework = new FrameworkFactory().newFramework(Map.of(
            "org.osgi.framework.storage", directory.resolve("cache").toString(),
            "org.osgi.framework.storage.clean", "onFirstInit"));
        framework.start();
        shells.processor.addConstant(".context", framework.getBundleContext());
        Basic felix = new Basic(framework.getBundleContext());
        for (String name : List.of("lb", "update", "stop", "start", "help", "refresh", "headers")) {
            shells.processor.addCommand("felix", felix, name);
        }
        shells.processor.addConverter(new BundleConverter());
    }

    @AfterEach
    void stop() throws Exception {
        shells.close();
        framework.stop();
        framework.waitForStop(10_000);
    }

    /** Stands in for every one of our commands, and for others' commands of the same names. */
    private void spy() {
        for (Verb verb : Verb.values()) {
            for (String scope : List.of("felix", "gogo", "aaa")) {
                shells.processor.addCommand(scope, spy(scope), verb.word());
            }
            shells.processor.removeCommand(Commands.SCOPE, verb.word());
            Function ours = spy(Commands.SCOPE + " " + verb.word());
            shells.processor.addCommand(Commands.SCOPE, new CommandProxy(ours, verb.word()),
                verb.word());
        }
    }

    private Function spy(String name) {
        return (session, arguments) -> calls.add(name + " " + arguments) ? null : this;
    }

    @ParameterizedTest
    @EnumSource(Verb.class)
    void everyCommandTypedBareIsOurs(Verb verb) throws Exception {
        spy();
        var typed = shells.processor.createSession(java.io.InputStream.nullInputStream(),
            Shells.nowhere(), Shells.nowhere());
        typed.put("SCOPE", "cairn:felix:*");

        typed.execute(verb.word() + " 0700123456 1.0 null");
        shells.line(verb.word() + " 0700123456 1.0 null");
        shells.run(verb.word(), "0700123456", "1.0", "null");
        shells.line("lb; " + verb.word() + " 0700123456 1.0 null");
        shells.line("cairn:" + verb.word() + " x");

        String all = "cairn " + verb.word() + " [0700123456, 1.0, null]";
        assertEquals(List.of(all, all, all,
            verb == Verb.NOTE ? all.replace("1.0, null", "1.0 null") : all,
            "cairn " + verb.word() + " [x]").stream().sorted().toList(),
            calls.stream().sorted().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0700123456", "1.0", "true", "null", "1e5", "007", "-0", "$5", "*",
        "{a,b}", "~", "#x", "[1", "a=b", "%x", "NaN", "''", "9999999999999999999", "a;b", "&",
        ">x"})
    void aValueArrivesAsItWasTyped(String value) {
        shells.ok("create", "R-100", "well");

        assertEquals(0, shells.line("set R-100 phone " + value).status());

        assertEquals(value.equals("''") ? "" : value, phone());
    }

    private String phone() {
        Records records = new Records(shells.node.snapshot());
        return records.shown(records.get("R-100", java.util.Optional.empty()), "phone");
    }

    @Test
    void anyWordsArriveAsTheyAre() {
        spy();
        long seed = 4711;
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<String> words = CsvTest.nastyRow(random);
            List<String> command = new ArrayList<>(List.of("set"));
            command.addAll(words);
            calls.clear();

            shells.run(command.toArray(String[]::new));

            assertEquals(List.of("cairn set " + words), calls, "seed " + seed);
        }
    }

    @Test
    void aNoteKeepsItsCharacters() {
        shells.ok("create", "R-100", "well");

        shells.line("note R-100 it cost $5 \"maybe\"");
        shells.run("note", "R-100", "it", "cost", "$5", "\"maybe\"");

        RecordView record = new Records(shells.node.snapshot()).all().findFirst().orElseThrow();
        assertEquals(List.of("it cost $5 \"maybe\"", "it cost $5 \"maybe\""),
            record.notes().stream().map(RecordView.Note::text).toList());
    }

    @Test
    void setIsOursAndNotGogos() {
        shells.processor.addCommand("gogo", spy("gogo:set"), "set");

        Shells.Answer answer = shells.line("set R-100 status OPENED");

        assertEquals(0, answer.status(), answer.err());
        assertEquals(List.of(), calls);
        assertEquals("OPENED", shells.node.accepted().get(0).payload()
            .table(RecordDrafts.VALUES).text("status"));
    }

    @Test
    void pipesWork() {
        shells.ok("create", "R-1", "well", "pump=Afridev", "note=x y");
        shells.ok("create", "R-2", "well", "pump=India Mark II");

        assertEquals("R-2     well        India Mark II\n",
            shells.line("view | grep 'India Mark'").out());
        assertEquals("R-1     well  x y   Afridev\n",
            shells.line("view|grep -i AFRIDEV | grep -v India").out());
        assertTrue(shells.line("lb | grep -i SYSTEM").out().contains("Active"));
        assertNotEquals(0, shells.line("record NO | grep x").status());
    }

    @Test
    void felixsOwnCommandsStillWork() throws Exception {
        assertTrue(shells.line("lb").out().contains("System Bundle"));
        assertTrue(shells.run("felix:lb", "-s").out().contains("org.apache.felix.framework"));

        Shells.Answer byNumber = shells.run("headers", "0");
        Shells.Answer byName = shells.line("headers org.apache.felix.framework");
        Shells.Answer failed = shells.run("update", "0", "file:/no/such/file.jar");
        Shells.Answer unknown = shells.run("stop", "4711");
        assertEquals(0, shells.line("felix:stop 0").status());

        assertTrue(byNumber.out().contains("System Bundle"), byNumber.toString());
        assertEquals(byNumber, byName);
        assertEquals(1, failed.status());
        assertTrue(failed.err().contains("/no/such/file.jar"), failed.toString());
        assertEquals(1, unknown.status());
        framework.waitForStop(10_000);
        assertEquals(org.osgi.framework.Bundle.RESOLVED, framework.getState());
    }

    @Test
    void whatIsNoCommandIsNamed() {
        Shells.Answer answer = shells.line("veiw");

        assertEquals(new Shells.Answer(1, "", "Command not found: veiw\n"), answer);
        assertEquals(new Shells.Answer(2, "", "no command $x y\n"), shells.run("$x y"));
        assertEquals(2, shells.line("set a 'b c").status());
        assertEquals(1, shells.line("lb 'x").status());
        assertEquals(new Shells.Answer(0, "", ""), shells.line("  "));
    }

    @Test
    void ourCommandsSayThatTheNodeIsAway() {
        for (Verb verb : Verb.values()) {
            shells.processor.removeCommand(Commands.SCOPE, verb.word());
        }

        assertEquals(new Shells.Answer(1, "", "view waits for the box's node, which is not running"
            + " (lb lists the bundles, start N starts one)\n"), shells.line("view"));
        assertTrue(shells.line("lb").out().contains("System Bundle"));
    }
}
