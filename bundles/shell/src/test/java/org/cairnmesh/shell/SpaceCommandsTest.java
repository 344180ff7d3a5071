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
        "space close x, \"'close' is none of leave, open, use\"",
        "space use x --in-clear, --in-clear goes with open",
        "space --in-clear, --in-clear goes with open",
        "space open a b, too many words",
    })
    void usageErrorsSayWhatWouldBeRight(String command, String what) {
        Shells.Answer answer = shells.run(command.split(" "));

        assertEquals(2, answer.status());
        assertTrue(answer.err().contains(what.replace("\"", "")), answer.err());
        assertEquals(List.of(), shells.node.ordered());
    }
}
