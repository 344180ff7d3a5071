// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.cairnmesh.api.blob.BlobException;
import org.cairnmesh.api.blob.Blobs;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.Resolver;
import org.cairnmesh.api.record.Values;

/** The commands that write: create, set, note, attach, resolver. */
final class RecordCommands {
    static final long ATTACHMENT_BYTES_MAX = 64L << 20;

    static final String SENSITIVE = "sensitive";

    private static final int ANSWER_SECONDS_MAX = 60;

    private final Box box;

    RecordCommands(Box box) {
        this.box = box;
    }

    void addTo(Map<Verb, Body> bodies) {
        bodies.put(Verb.CREATE, this::create);
        bodies.put(Verb.SET, this::set);
        bodies.put(Verb.NOTE, this::note);
        bodies.put(Verb.ATTACH, this::attach);
        bodies.put(Verb.RESOLVER, this::resolver);
    }

    private void create(Call call) {
        Deque<String> words = new ArrayDeque<>(call.words().positional());
        Optional<String> named = call.words().option("form");
        boolean keyed = named.isEmpty() || !words.isEmpty() && words.peek().indexOf('=') < 0;
        if (named.isEmpty() && words.size() < 2) {
            throw call.verb().misused("a key and a form are needed, or --form FORM for no key");
        }
        String key = keyed ? words.pop() : "";
        String form = named.orElseGet(words::pop);
        if (keyed && key.isEmpty() || form.isEmpty()) {
            throw call.verb().misused("a key or form cannot be empty");
        }
        Map<String, Item> values = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw call.verb().misused(
                    "FIELD=VALUE is wanted, not '" + Printed.line(word) + "'");
            }
            String field = encodable(word.substring(0, equals));
            if (values.put(field, value(word.substring(equals + 1))) != null) {
                throw call.verb().misused(
                    "the field " + Printed.line(field) + " stands twice");
            }
        }
        Set<String> sensitive = call.words().all(SENSITIVE);
        sensitive.stream().filter(field -> !values.containsKey(field)).findFirst()
            .ifPresent(field -> {
                throw call.verb().misused(
                    "no value of the field " + Printed.line(field) + " to be sensitive");
            });
        EventId id = append(call, RecordDrafts.sensitive(
            RecordDrafts.create(form, key, values, call.client().by()), sensitive));
        String name = key.isEmpty() ? id.toString() : key;
        call.say(Json.object("record", name, "form", form, "event", id), name);
    }

    private void set(Call call) {
        Records.Target target = target(call);
        String field = field(call);
        String value = call.words().at(2);
        Draft draft = RecordDrafts.set(target.ref(), Map.of(field, value(value)),
            call.client().by());
        tell(call, target, append(call, call.words().flag(SENSITIVE)
            ? RecordDrafts.sensitive(draft, Set.of(field)) : draft), ": " + field + " = " + value);
    }

    private void note(Call call) {
        Records.Target target = target(call);
        String text = String.join(" ", call.words().from(1));
        Draft draft = RecordDrafts.note(target.ref(), encodable(text), call.client().by());
        tell(call, target, append(call, draft), ": noted");
    }

    private void attach(Call call) {
        Records.Target target = target(call);
        String field = field(call);
        Path file = file(call, call.words().at(2));
        Blobs blobs = box.blobs().get().orElseThrow(() -> Complaint.failed(
            "attachments cannot be kept now: the store is not running; try again"));
        Blobs.Blob blob = put(blobs, file);
        Draft draft = RecordDrafts.attach(target.ref(), field, blob.hash(), blob.size(), mime(file),
            call.client().by());
        tell(call, target, append(call, draft),
            ": " + field + " has " + file.getFileName() + ", " + blob.size() + " bytes");
    }

    private void resolver(Call call) {
        String form = encodable(call.words().at(0));
        String field = field(call);
        if (form.isEmpty()) {
            throw call.verb().misused("the name of a form cannot be empty");
        }
        if (call.words().count() < 3) {
            Resolver now = new Records(box.snapshot()).resolver(form, field);
            call.say(Json.object("form", form, "field", field, "resolver", now.word()),
                form + " " + field + ": " + now.word());
            return;
        }
        Resolver how = Resolver.of(call.words().at(2)).orElseThrow(() -> call.verb().misused(
            "a field is resolved by " + Arrays.stream(Resolver.values()).map(Resolver::word)
                .collect(Collectors.joining(", ")) + ", not '"
                + Printed.line(call.words().at(2)) + "'"));
        EventId id = append(call, RecordDrafts.resolve(form, field, how, call.client().by()));
        call.say(Json.object("form", form, "field", field, "resolver", how.word(), "event", id),
            form + " " + field + ": " + how.word()
                + " from now on; conflicts still shows the rest");
    }

    private Records.Target target(Call call) {
        return new Records(box.snapshot())
            .target(encodable(call.words().at(0)), call.words().option("form"));
    }

    private static String field(Call call) {
        String field = call.words().at(1);
        if (field.isEmpty()) {
            throw call.verb().misused("the name of a field cannot be empty");
        }
        return encodable(field);
    }

    private static Item value(String text) {
        return Values.parse(encodable(text));
    }

    private static String encodable(String text) {
        if (text.codePoints().anyMatch(c -> c >= 0xd800 && c <= 0xdfff)) {
            throw Complaint.usage("'" + Printed.line(text) + "' is not text: half of a character");
        }
        return text;
    }

    private static void tell(Call call, Records.Target target, EventId id, String what) {
        call.say(Json.object("record", target.ref().name(), "form", target.form(), "event", id,
            "here", target.here()), target.title() + what);
        if (!target.here() && !call.json()) {
            call.out().println("kept; no record " + Printed.line(target.title()) + " here yet");
        }
    }

    /** Appends and waits; the node itself waits a bounded time for its engine. */
    private EventId append(Call call, Draft draft) {
        Appended appended;
        try {
            appended = box.node().append(draft).toCompletableFuture()
                .get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw Complaint.failed("the box did not answer within " + ANSWER_SECONDS_MAX
                + " s: look whether it was stored before you try again");
        } catch (InterruptedException e) {
            throw Complaint.failed(call.verb().word() + " was interrupted");
        }
        if (appended instanceof Appended.Refused refused) {
            throw Complaint.failed("not stored: " + Printed.line(refused.detail()) + " ("
                + refused.reason() + (refused.reason().retryable() ? ": try again)" : ")"));
        }
        return appended.accepted();
    }

    private static Blobs.Blob put(Blobs blobs, Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            return blobs.put(content, ATTACHMENT_BYTES_MAX);
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (BlobException e) {
            throw Complaint.failed("not attached: " + e.getMessage());
        }
    }

    private static String mime(Path file) {
        String guessed = URLConnection.guessContentTypeFromName(file.getFileName().toString());
        return guessed == null ? "application/octet-stream" : guessed;
    }

    /** A file named by the user of a session. */
    static Path file(Call call, String name) {
        Path file;
        try {
            file = call.client().directory().resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw Complaint.failed("this box cannot name the file " + Printed.line(name)
                + ": start it under a UTF-8 locale");
        }
        if (name.isEmpty() || file.getFileName() == null || Files.isDirectory(file)) {
            throw Complaint.failed("a file is wanted, not the directory " + Printed.line(name));
        }
        return file;
    }

    static Complaint unreadable(Path file, IOException why) {
        return Complaint.failed(why instanceof NoSuchFileException ? "no file " + file
            : "cannot read " + file + ": " + why.getMessage());
    }
}
