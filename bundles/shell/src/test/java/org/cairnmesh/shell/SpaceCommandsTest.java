// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpaceCommandsTest {
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

    @Test
    void listsTheSpacesWithTheirProblems() {
        assertEquals("""
            SPACE           ID                        EVENTS  PEERS  PROBLEM
            open (current)  6f000000  open, in clear  0       1
            wells           77000000  open            7       0      \
            the open space wells only listens here
            """, shells.ok("space"));
        assertTrue(shells.ok("space", "--json").contains("{\"space\":\"wells\","
            + "\"id\":\"77000000000000000000000000000000\",\"current\":false,\"open\":true,"
            + "\"inClear\":false,\"left\":false,\"events\":7,\"peers\":0,"
            + "\"problems\":[\"the open space wells only listens here\"]}"));
    }

    @Test
    void ordersWhatItIsTold() {
        assertEquals("as ordered\n", shells.ok("space", "open", "wells"));
        shells.ok("space", "open", "wells", "--in-clear");
        shells.ok("space", "use", "wells");
        assertEquals("{\"did\":\"Leave[space=open]\"}\n",
            shells.ok("space", "leave", "open", "--json"));

        assertEquals(List.of(new Order.Open("wells", false), new Order.Open("wells", true),
            new Order.Use("wells"), new Order.Leave("open")), shells.node.ordered());
    }

    @Test
    void ordersWhatAnOwnerAndAnAdminTell() {
        shells.ok("space", "create", "camp");
        shells.ok("space", "create", "fair", "--open", "--in-clear");
        shells.ok("space", "join");
        shells.ok("space", "join", "AAAAA-BBBBB", "--in-clear");
        shells.ok("space", "join", "AAAAA", "BBBBB");
        shells.ok("space", "enrol", "CCCCC-DDDDD");
        shells.ok("space", "enrol", "CCCCC", "DDDDD", "--feeds", "40");
        shells.ok("space", "admin", "north", "EEEEE", "FFFFF");
        shells.ok("space", "revoke", "north");
        shells.ok("space", "revoke", "north", "--at", "abcd:3,bcde:0");
        shells.ok("space", "recover", "EEEEE-FFFFF");

        assertEquals(List.of(new Order.Create("camp", false, false),
            new Order.Create("fair", true, true), new Order.Introduce(),
            new Order.Join("AAAAA-BBBBB", true), new Order.Join("AAAAA BBBBB", false),
            new Order.Enrol("CCCCC-DDDDD", 16), new Order.Enrol("CCCCC DDDDD", 40),
            new Order.Admin("north", "EEEEE FFFFF"), new Order.Revoke("north", List.of()),
            new Order.Revoke("north", List.of("abcd:3", "bcde:0")),
            new Order.Recover("EEEEE-FFFFF")), shells.node.ordered());
    }

    @Test
    void showsWhoBelongsToTheCurrentSpace() {
        assertEquals("the current space has no roster, or nothing of it is here yet\n",
            shells.ok("space", "members"));

        shells.node.enrolled();

        assertEquals("""
            BOX               DEVICE                                    FEEDS
            base (this box)   01000000000000000000000000000000  admin    16
            """.replaceAll(" +", " "), shells.ok("space", "members").replaceAll(" +", " "));
        assertTrue(shells.ok("space", "members", "--json").contains("{\"box\":\"base\","
            + "\"device\":\"01000000000000000000000000000000\",\"standing\":\"admin\","
            + "\"own\":true,\"feeds\":16}"));
    }

    @Test
    void aBoxThatOnlyListensSaysWhyAndWhatToTypeWhereverPeopleLook() {
        String why = "the open space open only listens here; type: space open open --in-clear";
        for (String command : List.of("status", "peers", "transports", "space")) {
            assertFalse(shells.ok(command).contains(why), command);
        }

        shells.node.silence(why);

        for (String command : List.of("status", "peers", "transports", "space")) {
            assertTrue(shells.ok(command).contains(why), command);
        }
        assertTrue(shells.ok("status", "--json").contains("\"problem\":\"" + why + "\""));
        assertTrue(shells.ok("transports", "--json").contains("\"problem\":\"" + why + "\""));
    }

    @Test
    void saysWhyAnOrderWasRefused() {
        shells.node.answerOrders(
            new Ordered.Refused(Ordered.Reason.UNKNOWN, "this box is in no space \u001b[2J"));

        Shells.Answer answer = shells.run("space", "use", "x");

        assertEquals(1, answer.status());
        assertTrue(answer.err().contains(
            "not done: this box is in no space \\u001b[2J (UNKNOWN)"), answer.err());
        shells.node.answerOrders(new Ordered.Refused(Ordered.Reason.BUSY, "full"));
        assertTrue(shells.run("space", "use", "x").err().contains("(BUSY: try again)"));
    }

    @ParameterizedTest
    @CsvSource({
        "space open, the name of one space is wanted",
        "space use, the name of one space is wanted",
        "space close x, \"'close' is none of admin, create, enrol, join, leave, members, open\"",
        "space use x --in-clear, \"--in-clear goes with create, join, open\"",
        "space --in-clear, \"--in-clear goes with create, join, open\"",
        "space open a b, the name of one space is wanted",
        "space create a --in-clear, --in-clear is for open spaces",
        "space open a --open, --open goes with create",
        "space revoke, one box is wanted",
        "space admin north, a box and the recovery code is wanted",
        "space enrol x --feeds y, --feeds takes a number",
        "space members x, 'members' is none of",
    })
    void usageErrorsSayWhatWouldBeRight(String command, String what) {
        Shells.Answer answer = shells.run(command.split(" "));

        assertEquals(2, answer.status());
        assertTrue(answer.err().contains(what.replace("\"", "")), answer.err());
        assertEquals(List.of(), shells.node.ordered());
    }
}
