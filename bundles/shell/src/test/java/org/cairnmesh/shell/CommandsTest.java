// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordRef;
import org.cairnmesh.api.record.RecordView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {
    @TempDir
    Path directory;

    private Shells shells;

    @BeforeEach
    void open() {
        shells = new Shells(directory);
    }

    @AfterEach
    void close() {
        shells.close();
    }

    private Draft lastDraft() {
        return shells.node.accepted().get(shells.node.accepted().size() - 1);
    }

    /** Two people set the same field, neither having seen the other. */
    private void showConflict() {
        RecordView.Said ana = new RecordView.Said(
            new EventId(Bytes.ofHex("000000000000000a"), 1), "ana", "north", 1_700_000_000_000L);
        RecordView.Said ben = new RecordView.Said(
            new EventId(Bytes.ofHex("000000000000000b"), 2), "ben", "south", 1_700_000_100_000L);
        shells.node.show(new RecordView(new RecordRef.ByKey("R-9", "well"), "well", List.of(ana),
            Map.of("status", List.of(new RecordView.Head(Item.of("CLOSED"), ben),
                new RecordView.Head(Item.of("OPENED"), ana)),
                "depth", List.of(new RecordView.Head(Item.of(12), ana))),
            List.of(new RecordView.Note("so\u001b[2J", ana)), List.of(),
            List.of("an event made no sense")));
    }

    @Test
    void everyVerbHasABody() {
        assertEquals(EnumSet.allOf(Verb.class), Commands.bodies(new Box(shells.node,
            java.util.Optional::empty, java.util.Optional::empty,
            java.time.InstantSource.system(), shells.pace, 0)).keySet());
    }

    @Test
    void createPrintsTheName() {
        assertEquals("R-100\n", shells.ok("create", "R-100", "well", "a=1", "b=x=y", "c="));
        assertEquals(Map.of("a", Item.of(1), "b", Item.of("x=y"), "c", Item.of("")),
            lastDraft().payload().table(RecordDrafts.VALUES).entries());
        assertEquals("amina", lastDraft().by());

        assertEquals("00000000000000aa-1\n", shells.ok("create", "--form", "well", "a=1"));
        assertEquals("R-7\n", shells.ok("create", "R-7", "--form", "well", "a=1"));
        assertEquals("{\"record\":\"R-8\",\"form\":\"well\",\"event\":\"00000000000000aa-3\"}\n",
            shells.ok("create", "R-8", "well", "--json"));
    }

    @ParameterizedTest
    @CsvSource({
        "create R-1, a key and a form are needed",
        "create, a key and a form are needed",
        "create R-1 well x, 'FIELD=VALUE is wanted, not ''x'''",
        "create R-1 well =x, 'FIELD=VALUE is wanted, not ''=x'''",
        "create R-1 well a=1 a=2, the field a stands twice",
        "create R-1 well a=1 --sensitive b, no value of the field b to be sensitive",
        "create R-1 --form well --form well, --form stands there twice",
        "import x.csv, --form NAME says what the rows are",
        "export x --format xml, 'the format is csv or json, not xml'",
    })
    void usageErrorsSayWhatWouldBeRight(String command, String what) {
        Shells.Answer answer = shells.run(command.split(" "));

        assertEquals(2, answer.status());
        assertTrue(answer.err().contains(what) && answer.err().contains("Usage: "), answer.err());
        assertEquals(1, answer.err().lines().count());
        assertEquals(List.of(), shells.node.accepted());
    }

    @Test
    void setGoesToTheRecordOfTheKey() {
        shells.ok("create", "R-100", "well");

        assertEquals("R-100 (well): phone = 0700123456\n",
            shells.ok("set", "R-100", "phone", "0700123456"));

        assertEquals(RecordDrafts.set(new RecordRef.ByKey("R-100", "well"),
            Map.of("phone", Item.of("0700123456")), "amina"), lastDraft());
    }

    @Test
    void setOfAnUnknownKeyIsKeptAndSaysSo() {
        assertEquals("R-200: a = 1\nkept; no record R-200 here yet\n",
            shells.ok("set", "R-200", "a", "1"));
        assertEquals(new RecordRef.ByKey("R-200", ""),
            RecordRef.of(lastDraft().payload().get(RecordDrafts.RECORD)).orElseThrow());

        assertEquals("{\"record\":\"R-200\",\"form\":\"well\",\"event\":\"00000000000000aa-1\","
            + "\"here\":false}\n", shells.ok("set", "R-200", "a", "1", "--form", "well", "--json"));
        assertEquals(new RecordRef.ByKey("R-200", "well"),
            RecordRef.of(lastDraft().payload().get(RecordDrafts.RECORD)).orElseThrow());
    }

    @Test
    void aRecordWithoutAKeyIsNamedByThePrefixOfItsId() {
        shells.ok("create", "--form", "well");
        shells.ok("create", "--form", "well");

        Shells.Answer several = shells.run("note", "00000000000000aa", "x");
        shells.ok("note", "00000000000000aa-1", "x");

        assertEquals(1, several.status());
        assertTrue(several.err().startsWith("several ids start with"), several.err());
        assertEquals(new RecordRef.ById(new EventId(Bytes.ofHex("00000000000000aa"), 1)),
            RecordRef.of(lastDraft().payload().get(RecordDrafts.RECORD)).orElseThrow());
    }

    @Test
    void aKeyOfTwoFormsNeedsTheForm() {
        shells.ok("create", "R-1", "well");
        shells.ok("create", "R-1", "pump");

        Shells.Answer answer = shells.run("set", "R-1", "a", "1");
        shells.ok("set", "R-1", "a", "1", "--form", "pump");

        assertEquals(1, answer.status());
        assertTrue(answer.err().contains("add --form") && answer.err().contains("--form well")
            && answer.err().contains("--form pump"), answer.err());
        assertTrue(shells.ok("record", "R-1", "--form", "pump").contains("a      1"));
    }

    @Test
    void aRefusalIsToldWithItsReason() {
        shells.node.refuse(Appended.Reason.BUSY, Appended.Reason.MALFORMED);

        assertEquals(new Shells.Answer(1, "", "not stored: as the test wants (BUSY: try again)\n"),
            shells.run("create", "R-1", "well"));
        assertEquals(new Shells.Answer(1, "", "not stored: as the test wants (MALFORMED)\n"),
            shells.run("create", "R-1", "well"));
    }

    @Test
    void attachStoresTheFileOfTheClientsDirectory() throws Exception {
        Files.writeString(directory.resolve("pump.jpg"), "hello");
        shells.ok("create", "R-1", "well");

        assertEquals("R-1 (well): photo has pump.jpg, 5 bytes\n",
            shells.ok("attach", "R-1", "photo", "pump.jpg"));

        Bytes hash = ((Item.Bin) lastDraft().payload().get(RecordDrafts.HASH)).value();
        assertEquals("hello", new String(shells.contents.get(hash)));
        assertEquals("image/jpeg", lastDraft().payload().text(RecordDrafts.MIME));
        assertTrue(shells.ok("record", "R-1").contains("photo        5      image/jpeg"));
    }

    @Test
    void attachSaysWhatIsMissing() {
        Shells.Answer noFile = shells.run("attach", "R-1", "photo", "none.jpg");
        Shells.Answer aDirectory = shells.run("attach", "R-1", "photo", ".");
        shells.takeStoreAway();
        Shells.Answer noStore = shells.run("attach", "R-1", "photo", "none.jpg");

        assertEquals("no file " + directory.resolve("none.jpg") + "\n", noFile.err());
        assertEquals("a file is wanted, not the directory .\n", aDirectory.err());
        assertTrue(noStore.err().contains("the store is not running"), noStore.err());
        assertEquals(List.of(1, 1, 1),
            List.of(noFile.status(), aDirectory.status(), noStore.status()));
    }

    @Test
    void viewShowsRecordsAndMarksConflicts() {
        shells.ok("create", "R-1", "pump", "depth=7");
        showConflict();

        assertEquals("RECORD  FORM  depth  status\nR-1     pump  7\n"
            + "R-9     well  12     ! CLOSED\n", shells.ok("view"));
        assertEquals("RECORD  FORM  depth\nR-1     pump  7\n", shells.ok("view", "--form", "pump"));
        assertEquals("[\n{\"record\":\"R-1\",\"form\":\"pump\",\"fields\":{\"depth\":7},"
            + "\"conflicts\":{},\"creates\":[{\"event\":\"00000000000000aa-0\",\"by\":\"amina\","
            + "\"box\":\"base\",\"atMillis\":1772359200000}],\"notes\":[],\"attachments\":[],"
            + "\"problems\":[]}\n]\n", shells.ok("view", "--form", "pump", "--json"));
        assertEquals("[]\n", shells.ok("view", "--form", "none", "--json"));
    }

    @Test
    void viewOnATerminalFitsItsWidth() {
        try (Shells terminal = terminal()) {
            terminal.ok("create", "R-1", "well", "a=" + "x".repeat(30), "b=" + "井".repeat(20),
                "c=" + "z".repeat(30));

            String shown = terminal.ok("view");

            assertEquals("RECORD  FORM  a                         b\nR-1     well  "
                + "x".repeat(23) + "…  " + "井".repeat(11) + "…\n"
                + "1 more fields do not fit (record KEY, --json or export)\n", shown);
            assertTrue(terminal.line("view | grep R-1").out().contains("z".repeat(30)));
        }
    }

    private Shells terminal() {
        shells.close();
        shells = new Shells(directory, true);
        return shells;
    }

    @Test
    void recordShowsEveryHeadOfAConflict() {
        showConflict();

        assertEquals("""
            R-9  well
            created by ana on north at 2023-11-14T22:13:20Z

            FIELD     VALUE   BY   BOX    WHEN
            depth     12      ana  north  2023-11-14T22:13:20Z
            ! status  CLOSED  ben  south  2023-11-14T22:15:00Z
            ! status  OPENED  ana  north  2023-11-14T22:13:20Z

            NOTE         BY   BOX    WHEN
            so\\u001b[2J  ana  north  2023-11-14T22:13:20Z
            problem: an event made no sense
            """, shells.ok("record", "R-9"));
        assertTrue(shells.ok("record", "R-9", "--json")
            .contains("\"heads\":{\"depth\":[{\"event\""));
        assertEquals("no record R-8 here (view lists them)\n", shells.run("record", "R-8").err());
        assertEquals(1, shells.run("record", "R-9", "--form", "pump").status());
    }

    @Test
    void conflictsNameWhoAndWhen() {
        assertEquals("no conflicts\n", shells.ok("conflicts"));
        showConflict();

        assertEquals("""
            RECORD  FORM  FIELD   VALUE   BY   BOX    WHEN                  RESOLVER
            R-9     well  status  CLOSED  ben  south  2023-11-14T22:15:00Z  shown
            R-9     well  status  OPENED  ana  north  2023-11-14T22:13:20Z  shown
            """, shells.ok("conflicts"));
        assertEquals("[\n{\"record\":\"R-9\",\"form\":\"well\",\"field\":\"status\","
            + "\"resolver\":\"shown\",\"heads\":["
            + "{\"event\":\"000000000000000b-2\",\"by\":\"ben\",\"box\":\"south\","
            + "\"atMillis\":1700000100000,\"value\":\"CLOSED\"},"
            + "{\"event\":\"000000000000000a-1\",\"by\":\"ana\",\"box\":\"north\","
            + "\"atMillis\":1700000000000,\"value\":\"OPENED\"}]}\n]\n",
            shells.ok("conflicts", "--json"));
    }

    @Test
    void aResolverChoosesWhatIsShownAndTheConflictStays() {
        showConflict();
        assertEquals("well status: shown\n", shells.ok("resolver", "well", "status"));

        assertTrue(shells.ok("resolver", "well", "status", "first").startsWith(
            "well status: first"));

        assertEquals("{\"form\":\"well\",\"field\":\"status\",\"resolver\":\"first\"}\n",
            shells.ok("resolver", "well", "status", "--json"));
        assertTrue(shells.ok("view").contains("! OPENED"), shells.ok("view"));
        assertTrue(shells.ok("view", "--json").contains("\"status\":\"OPENED\""));
        assertTrue(shells.ok("export", "-").contains("R-9,12,OPENED,status"),
            shells.ok("export", "-"));
        String record = shells.ok("record", "R-9");
        assertTrue(record.indexOf("OPENED") < record.indexOf("CLOSED"), record);
        assertTrue(shells.ok("conflicts").contains("CLOSED  ben  south  2023-11-14T22:15:00Z"
            + "  first"));
        shells.ok("resolver", "well", "status", "all");
        assertTrue(shells.ok("view").contains("! CLOSED; OPENED"));
        assertTrue(shells.ok("view", "--json").contains("\"status\":[\"CLOSED\",\"OPENED\"]"));
    }

    @Test
    void statusHoldsWhatProgramsNeed() {
        shells.ok("create", "R-1", "well");
        showConflict();

        String json = shells.ok("status", "--json");

        assertEquals("{\"name\":\"base\",\"device\":\"00000000000000000000000000000000\","
            + "\"space\":\"open\",\"spaces\":[\"open\",\"wells\"],"
            + "\"uptimeMillis\":0,\"frameworkUptimeMillis\":5000,\"records\":2,"
            + "\"events\":1,\"staged\":1,\"blocks\":3,\"conflicts\":1,\"contested\":0,"
            + "\"unreadable\":0,\"refused\":{\"BAD_SIGNATURE\":4},"
            + "\"unknownKinds\":{\"odd.thing\":2},\"missing\":0,\"deferred\":0,\"forks\":0,"
            + "\"clockSet\":true,"
            + "\"digest\":\"" + ViewDigest.of(shells.node.snapshot()) + "\",\"carriers\":["
            + "{\"name\":\"sim SF8\",\"framesOut\":5,\"bytesOut\":600,"
            + "\"airtimeMicros\":7654321,\"framesIn\":8,\"bytesIn\":900,"
            + "\"framesLost\":1,\"problem\":\"\"}],\"peers\":[{\"box\":\"north\","
            + "\"id\":\"beef\",\"carrier\":\"sim\",\"heardMillis\":1772359200000,\"equal\":true,"
            + "\"blocks\":7,\"problem\":\"\"}],\"ready\":true,"
            + "\"problems\":[\"the clock was never set\"]}\n",
            json.replaceFirst("\"uptimeMillis\":[0-9]+", "\"uptimeMillis\":0"));
        assertTrue(shells.ok("status").contains("conflicts              1\n"));
    }

    @Test
    void statusSaysWhyWhatIsShownMayBeOld() {
        Map<Snapshot.Folding, String> why = Map.of(
            Snapshot.Folding.RUNNING, "is still folding the history; wait a moment",
            Snapshot.Folding.AWAY, "is not running (lb lists the bundles)",
            Snapshot.Folding.FAULTY, "was set aside because of a fault");
        why.forEach((folding, said) -> {
            shells.node.fold(folding);

            String json = shells.ok("status", "--json");
            assertTrue(json.endsWith(",\"problems\":[\"the clock was never set\",\"this may be"
                + " old: the reducer 'records' " + said + "\"]}\n"), json);
            assertTrue(shells.run("view").err().contains(said), folding.toString());
        });
    }

    @Test
    void theDigestChangesWithWhatIsShown() {
        String empty = ViewDigest.of(shells.node.snapshot());
        shells.ok("create", "R-1", "well", "a=1");
        String one = ViewDigest.of(shells.node.snapshot());
        shells.ok("set", "R-1", "a", "2");

        assertTrue(one.matches("[0-9a-f]{16}"), one);
        assertNotEquals(empty, one);
        assertNotEquals(one, ViewDigest.of(shells.node.snapshot()));
        assertEquals(ViewDigest.of(shells.node.snapshot()), ViewDigest.of(shells.node.snapshot()));
    }

    @Test
    void theOtherTablesShowTheSnapshot() {
        shells.ok("create", "R-1", "well");

        assertEquals("BOX          DEVICE            FEED              HEIGHT  TIPS\n"
            + "base (this)  0000000000000000  0123456789abcdef  3       1\n", shells.ok("front"));
        assertTrue(shells.ok("front", "--json").contains("\"height\":3,\"tips\":1,\"own\":true"));
        assertTrue(shells.ok("peers").contains("north  beef  sim  2026-03-01T10:00:00Z  the same"));
        assertTrue(shells.ok("transports").contains("sim SF8    5           600        7.6"));
        assertEquals("KIND           EVENTS  NOT UNDERSTOOD\nrecord.create  1\n",
            shells.ok("kinds"));
        assertEquals("[\n{\"kind\":\"record.create\",\"events\":1,\"unknown\":0}\n]\n",
            shells.ok("kinds", "--json"));
    }

    @Test
    void asSaysWhoWrites() {
        assertEquals("amina writes\n", shells.ok("as"));
        shells.ok("as", "team 3");
        shells.ok("create", "R-1", "well");

        assertEquals("team 3", lastDraft().by());
        assertEquals("{\"by\":\"team 3\"}\n", shells.ok("as", "--json"));
        assertEquals(1, shells.run("as", "x".repeat(129)).status());
    }

    @Test
    void helpShowsEveryCommandWithOneExample() {
        String all = shells.ok("help");
        for (Verb verb : Verb.values()) {
            assertTrue(all.contains("\n" + verb.word() + " "), verb.word());
            String one = shells.ok("help", verb.word());
            assertTrue(one.startsWith(verb.usage()) && one.contains("Example: " + verb.example()),
                one);
        }
        assertEquals(1, shells.run("help", "nothing").status());
        assertTrue(shells.ok("help", "set", "--json").startsWith("{\"command\":\"set\","));
    }

    @Test
    void quitEndsTheSession() {
        assertEquals(false, shells.interpreter.over());

        shells.ok("quit");

        assertEquals(true, shells.interpreter.over());
    }
}
