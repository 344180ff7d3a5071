// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The commands: how each is written, what its help says, and what its arguments may be. */
enum Verb {
    CREATE(Shape.of(0, Shape.MANY).options("form").repeated("sensitive").json(),
        "KEY FORM [FIELD=VALUE...] | [KEY] --form FORM [FIELD=VALUE...] [--sensitive FIELD...]",
        "Adds a record and prints its name: the key, or the id of the create if it has no key."
            + " A sensitive value is kept apart, so that it can be erased later.",
        "create R-100 water-point status=Functional pump=Afridev"),
    SET(Shape.of(3, 3).literal(2, 3).options("form").flagged("json", "sensitive"),
        "KEY FIELD VALUE [--form FORM] [--sensitive]",
        "Sets a field. A value is kept as typed; a record that is not here yet gets it later.",
        "set R-100 status 'Not functional'"),
    NOTE(Shape.of(2, Shape.MANY).literal(1, Shape.MANY).options("form").json(),
        "[--form FORM] KEY TEXT...",
        "Adds a note to a record. On a line, the rest of the line is the text, as typed.",
        "note R-100 asked again, it cost $5 \"maybe\""),
    ATTACH(Shape.of(3, 3).options("form").json(), "KEY FIELD FILE [--form FORM]",
        "Stores a file of at most 64 MiB and attaches it to a field of a record.",
        "attach R-100 photo pump.jpg"),
    VIEW(Shape.of(0, 0).options("form").json(), "[--form FORM]",
        "Shows all records; ! marks a field with a conflict.",
        "view --form water-point | grep Afridev"),
    RECORD(Shape.of(1, 1).options("form").json(), "KEY [--form FORM]",
        "Shows one record: who set each field, conflicts, notes, attachments, problems.",
        "record R-100"),
    CONFLICTS(Shape.of(0, 0).options("form").json(), "[--form FORM]",
        "Shows every field that was set in different ways by people who had not seen each other.",
        "conflicts"),
    RESOLVER(Shape.of(2, 3).json(), "FORM FIELD [HOW]",
        "Shows or sets which value of a conflict is shown in a field: shown (the latest), first,"
            + " highest, lowest or all. The conflict stays until someone writes again.",
        "resolver water-point depth highest"),
    FRONT(Shape.of(0, 0).json(), "", "Shows the feeds that this box holds, and how far.", "front"),
    PEERS(Shape.of(0, 0).json(), "", "Shows the boxes that were heard.", "peers --json"),
    CLOCK(Shape.of(0, 0).json(), "",
        "Shows whether the clock counts as set, what other boxes' clocks show, and how to set it.",
        "clock"),
    FORKS(Shape.of(0, 0).json(), "",
        "Explains every feed that has forked: which box, which blocks, why, and what to do.",
        "forks"),
    MISSING(Shape.of(0, 0).json(), "",
        "Shows blocks that other boxes had seen and this one has not, and events that wait.",
        "missing"),
    IMPORT(Shape.of(1, 1).options("form", "key", "missing").repeated("sensitive").json(),
        "FILE.csv --form NAME [--key COLUMN] [--missing NA] [--sensitive COLUMN...]",
        "Adds a record for each row. Bad rows are named and skipped whole; a row that was imported"
            + " before is not added again. Columns _record, _form and _conflicts are not stored.",
        "import wells.csv --form water-point --key id --missing NA"),
    EXPORT(Shape.of(1, 1).options("format", "form").json(),
        "FILE|- [--format csv|json] [--form NAME]",
        "Writes the records to a file, or with - to the output. CSV holds one value of each field;"
            + " JSON also holds conflicts, notes and attachments.",
        "export wells.csv --form water-point"),
    STATUS(Shape.of(0, 0).json(), "", "Shows how the box is.", "status --json"),
    TRANSPORTS(Shape.of(0, 0).json(), "", "Shows the transports and what went through them.",
        "transports"),
    KINDS(Shape.of(0, 0).json(), "", "Shows how many events of each kind are held.", "kinds"),
    CHECK(Shape.of(0, 0).json(), "",
        "Checks all that the box keeps, beside its work: every block's hashes, chain and signature,"
            + " every content. The exit status is 1 if something is damaged.",
        "check --json"),
    BACKUP(Shape.of(1, 1).json(), "FILE",
        "Writes all that the box holds into one file, while it works; never its keys. Make a new"
            + " box of it with: ./cairn restore FILE --home DIR.",
        "backup /media/usb/base.cairn"),
    SPACE(Shape.of(0, Shape.MANY).options("at", "feeds").flagged("json", "in-clear", "open"),
        "[use NAME | leave NAME | open NAME [--in-clear] | create NAME [--open [--in-clear]]"
            + " | join [SPACE-TEXT] [--in-clear] | members | enrol DEVICE-TEXT [--feeds N]"
            + " | revoke BOX [--at FEED:NUMBER,...] | resolve FEED NUMBER:ID..."
            + " | clock FEED FROM-TO OFFSET | admin BOX CODE | recover CODE]",
        "Lists the spaces of this box, or changes them. use makes one the current space, leave ends"
            + " sharing it and keeps what is held, open joins the open space of a name. create"
            + " founds a closed space and prints its recovery code and its text; join takes the"
            + " text of a space and prints that of this box, which an admin enrols. members shows"
            + " who belongs to the current space; an admin shuts a box out with revoke, at the"
            + " blocks that are held or named. With resolve an admin says which branches of a feed"
            + " that has forked count ('forks' shows them; for example: space resolve 1f0c 7:3a52"
            + " 9:c01d); with clock, by how much the times of blocks of a feed were wrong ('clock'"
            + " shows them; for example: space clock 1f0c 3-9 +2h; +0s takes it back). admin and"
            + " recover take the recovery code. On radios an open space only listens, unless it is"
            + " opened with --in-clear.",
        "space open wells --in-clear"),
    AS(Shape.of(0, 1).json(), "[NAME]",
        "Says who writes from now on in this session, or shows who does.", "as amina"),
    GREP(Shape.of(1, 1).flagged("i", "v"), "[-i] [-v] TEXT",
        "Passes on the lines of a pipe that hold the text; -i ignores case, -v inverts.",
        "view | grep -i afridev"),
    HELP(Shape.of(0, 1).json(), "[COMMAND]", "Shows the commands, or one of them.", "help import"),
    QUIT(Shape.of(0, 0), "", "Leaves the shell. On the console of a box it stops the box.", "quit");

    private final Shape shape;
    private final String arguments;
    private final String about;
    private final String example;

    Verb(Shape shape, String arguments, String about, String example) {
        this.shape = shape;
        this.arguments = arguments;
        this.about = about;
        this.example = example;
    }

    /**
     * What the words after a command may be.
     *
     * @param least       the fewest positional words
     * @param most        the most positional words
     * @param literalFrom the first positional word that is taken as it is, even with -- before it
     * @param literalTo   the first positional word after those
     * @param options     names of options with a value
     * @param repeated    those of them that may stand there several times
     * @param flags       names of options without one
     */
    record Shape(int least, int most, int literalFrom, int literalTo, Set<String> options,
                 Set<String> repeated, Set<String> flags) {
        static final int MANY = Integer.MAX_VALUE;

        static Shape of(int least, int most) {
            return new Shape(least, most, 0, 0, Set.of(), Set.of(), Set.of());
        }

        Shape literal(int from, int to) {
            return new Shape(least, most, from, to, options, repeated, flags);
        }

        Shape options(String... names) {
            return new Shape(least, most, literalFrom, literalTo, Set.of(names), repeated,
                flags);
        }

        /** One more option with a value, which may stand there several times. */
        Shape repeated(String name) {
            Set<String> all = new HashSet<>(options);
            all.add(name);
            return new Shape(least, most, literalFrom, literalTo, Set.copyOf(all), Set.of(name),
                flags);
        }

        Shape flagged(String... names) {
            return new Shape(least, most, literalFrom, literalTo, options, repeated,
                Set.of(names));
        }

        Shape json() {
            return flagged("json");
        }

        boolean literal(int position) {
            return position >= literalFrom && position < literalTo;
        }
    }

    static Optional<Verb> of(String word) {
        return Arrays.stream(values()).filter(verb -> verb.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Verb::word).toList();
    }

    /** What people type. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Shape shape() {
        return shape;
    }

    String usage() {
        return word() + (arguments.isEmpty() ? "" : " " + arguments)
            + (shape.flags().contains("json") ? " [--json]" : "");
    }

    String about() {
        return about;
    }

    String example() {
        return example;
    }

    /** A complaint about how the command was written. */
    Complaint misused(String what) {
        return Complaint.usage(word() + ": " + what + ". Usage: " + usage());
    }
}
