// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Makes a new box of a backup: {@code cairn restore FILE --home DIR}. The new box draws keys of its
 * own at its first start, so it is another device and goes on in a feed of its own. Everything is
 * verified beside the home before the home is there.
 */
final class Restore {
    private static final Set<String> VALUED = Set.of("--home", "--name");
    private static final Pattern CONTENT = Pattern.compile("blobs/[0-9a-f]{2}/[0-9a-f]{62}");
    private static final String FIRST_LINE = "cairn backup 1";
    private static final int NAMED_MAX = 5;

    private final Path file;
    private final Home home;
    private final Path draft;
    private final Map<String, String> hashes = new LinkedHashMap<>();

    private Restore(Path file, Home home) {
        this.file = file;
        this.home = home;
        this.draft = home.root().resolveSibling(home.root().getFileName() + ".restoring");
    }

    /** Restores as the words after {@code restore} say; answers a line for people. */
    static Outcome<String> run(List<String> words, Path user) throws IOException {
        boolean first = !words.isEmpty() && !words.get(0).startsWith("--");
        return Options.read(first ? words.subList(1, words.size()) : words, VALUED, Set.of())
            .then(options -> {
                List<String> files = new ArrayList<>(options.rest());
                if (first) {
                    files.add(0, words.get(0));
                }
                if (files.size() != 1 || options.value("--home").isEmpty()) {
                    return Outcome.misused(
                        "restore takes a backup and --home DIR, a new directory");
                }
                Optional<String> name = options.value("--name");
                if (name.isPresent() && !RunOptions.named(name.get())) {
                    return Outcome.misused("--name takes 1 to " + RunOptions.NAME_BYTES_MAX
                        + " bytes without blanks, not '" + name.get() + "'");
                }
                return Home.path(options, user).then(path -> new Restore(
                    Path.of(files.get(0)).toAbsolutePath(), new Home(path)).restore(name));
            });
    }

    private Outcome<String> restore(Optional<String> name) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Outcome.refused("no file " + file);
        }
        if (!isEmpty(home.root())) {
            return Outcome.refused(home.root() + " is not empty; give a new directory");
        }
        delete(draft);
        try {
            return unpack().then(about -> {
                Map<String, Object> config = new TreeMap<>();
                config.put("name", name.orElse(about.getOrDefault("name", "box")));
                config.put("space", about.getOrDefault("space", "open"));
                new ConfigFile(new Home(draft), BoxConfig.PID).write(config);
                Files.deleteIfExists(home.root());
                Files.move(draft, home.root(), StandardCopyOption.ATOMIC_MOVE);
                sync(home.root().toAbsolutePath().getParent());
                return Outcome.done("restored " + about.get("blocks") + " blocks and "
                    + about.get("contents") + " contents of " + about.get("made") + " to "
                    + home.root() + "; start it with: ./cairn run --home " + home.root());
            });
        } finally {
            delete(draft);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return true;
        }
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> names = Files.list(directory)) {
            return names.findAny().isEmpty();
        }
    }

    /** Unpacks and verifies; what the backup says about itself. */
    private Outcome<Map<String, String>> unpack() throws IOException {
        new Home(draft).create();
        Map<String, String> about = Map.of();
        Optional<String> claimed = Optional.empty();
        Optional<String> cut = Optional.empty();
        try (ZipInputStream zip = new ZipInputStream(
            new BufferedInputStream(Files.newInputStream(file)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null && claimed.isEmpty();
                 entry = zip.getNextEntry()) {
                cut = Optional.of(entry.getName());
                if (entry.getName().equals("about")) {
                    about = about(keep(zip, "about", draft.resolve("about")));
                } else if (entry.getName().equals("hashes")) {
                    claimed = Optional.of(new String(zip.readAllBytes(),
                        StandardCharsets.US_ASCII));
                } else if (entry.getName().equals("log")) {
                    keep(zip, "log", new Home(draft).data().resolve("log.restored"));
                } else if (CONTENT.matcher(entry.getName()).matches()) {
                    keep(zip, entry.getName(), new Home(draft).data().resolve(entry.getName()));
                } else {
                    return Outcome.refused(file + " holds " + entry.getName()
                        + ", which no backup of this version does");
                }
                cut = Optional.empty();
            }
        } catch (IOException e) {
            if (hashes.isEmpty() && cut.isEmpty()) {
                return Outcome.refused(file + " is no backup of Cairn: " + e.getMessage());
            }
        }
        Files.deleteIfExists(draft.resolve("about"));
        return about.containsKey("blocks") ? judge(about, claimed, cut)
            : Outcome.refused(file + " is no backup of Cairn");
    }

    private Outcome<Map<String, String>> judge(Map<String, String> about,
                                               Optional<String> claimed, Optional<String> cut) {
        if (claimed.isEmpty()) {
            return Outcome.refused(file + " is damaged or cut off" + cut.map(name -> " in " + name)
                .orElse("") + "; nothing was restored. Whole in it: " + names(hashes.keySet())
                + ". Use another copy of the backup");
        }
        Map<String, String> wanted = new LinkedHashMap<>();
        claimed.get().lines().filter(line -> line.length() > 66)
            .forEach(line -> wanted.put(line.substring(66), line.substring(0, 64)));
        if (wanted.equals(hashes)) {
            return Outcome.done(about);
        }
        List<String> whole = hashes.keySet().stream()
            .filter(name -> hashes.get(name).equals(wanted.get(name))).toList();
        return Outcome.refused(file + " is damaged; nothing was restored. Whole in it: "
            + names(whole) + ". Use another copy of the backup");
    }

    private static String names(Collection<String> names) {
        String first = String.join(", ", names.stream().limit(NAMED_MAX).toList());
        return names.isEmpty() ? "nothing" : names.size() <= NAMED_MAX ? first
            : first + " and " + (names.size() - NAMED_MAX) + " more";
    }

    private Path keep(InputStream in, String name, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        MessageDigest sha256 = sha256();
        try (OutputStream out = Files.newOutputStream(target)) {
            in.transferTo(new DigestOutputStream(out, sha256));
        }
        try (FileChannel written = FileChannel.open(target, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        hashes.put(name, HexFormat.of().formatHex(sha256.digest()));
        return target;
    }

    private static Map<String, String> about(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        Map<String, String> about = new TreeMap<>();
        if (!lines.isEmpty() && lines.get(0).equals(FIRST_LINE)) {
            lines.stream().skip(1).filter(line -> line.indexOf(' ') > 0).forEach(line ->
                about.put(line.substring(0, line.indexOf(' ')),
                    line.substring(line.indexOf(' ') + 1)));
        }
        return about;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
