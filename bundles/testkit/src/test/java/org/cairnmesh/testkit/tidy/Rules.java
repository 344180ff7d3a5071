// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The house style as far as a machine can hold it. Each rule lists its breaches. */
final class Rules {
    private static final int LINE_MAX = 100;
    private static final int METHOD_LINES_MAX = 60;
    private static final int FILE_LINES_MAX = 400;
    private static final int BND_LINES_MAX = 10;
    private static final int PARAGRAPH_MIN = 40;

    private static final Pattern BANNED_TYPE = Pattern.compile("\\binterface\\s+I[A-Z][a-z]\\w*"
        + "|\\b(class|interface|enum|record)\\s+\\w*"
        + "(Manager|Helper|Utils?|Base|Abstract|Impl)(?![a-z])\\w*");
    private static final Pattern LATER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern AUTHOR = Pattern.compile("@auth" + "or\\b");
    private static final Pattern UNWANTED = Pattern.compile("jq" + "wik");
    private static final Pattern PARAGRAPH = Pattern.compile("(?s)/\\*\\*(.*?)\\*/\\s*(@|package)");
    private static final Pattern EXPORT = Pattern.compile("@Export\\b");
    private static final Pattern VERSION = Pattern.compile("@Version\\b");
    private static final Pattern THREADS = Pattern.compile("\\b(synchronized|volatile|Thread\\w*"
        + "|(Reentrant|Stamped)?(ReadWrite)?Lock|Atomic[A-Z]\\w*|Semaphore|CountDownLatch"
        + "|CyclicBarrier|(Scheduled)?Executor(s|Service)?|Timer|ForkJoinPool)\\b");
    private static final Pattern CHANCE = Pattern.compile("\\b(System\\s*\\.\\s*"
        + "(currentTimeMillis|nanoTime)|(Instant|(Local|Zoned|Offset)\\w*|Year\\w*)\\s*\\.\\s*now"
        + "|(Clock|InstantSource)\\s*\\.\\s*system\\w*|Math\\s*\\.\\s*random"
        + "|new\\s+Random\\s*\\(\\s*\\)|new\\s+Date\\s*\\(\\s*\\)|new\\s+SecureRandom"
        + "|ThreadLocalRandom|UUID\\s*\\.\\s*randomUUID)");
    private static final Pattern CONTEXT = Pattern.compile("\\bBundleContext\\b");
    private static final Pattern ACTIVATOR =
        Pattern.compile("\\bBundleActivator\\b|@Modified\\b");
    private static final Pattern GENERICS = Pattern.compile("<[^<>;{}()]*>");
    private static final Pattern INJECTED = Pattern.compile(
        "@(Reference|Activate)\\b\\s*(\\([^)]*\\))?[\\w\\s.@\\[\\]]*[;=]");
    private static final Pattern DISABLED = Pattern.compile("@Disabled\\b");
    private static final Pattern REASON = Pattern.compile("@Disabled\\s*\\(\\s*\"[^\"]{8}");

    private static final Set<String> WITH_THREADS = Set.of("node", "shell");
    private static final Set<String> WITH_CONTEXT = Set.of("reducer-schema", "update");

    private Rules() { }

    static List<String> lines(List<Source> sources) {
        return each(sources, Source::isJava, source -> {
            List<String> lines = source.lines();
            return IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).length() > LINE_MAX)
                .mapToObj(i -> source.path() + ":" + (i + 1) + ": more than " + LINE_MAX).toList();
        });
    }

    static List<String> methods(List<Source> sources) {
        return each(sources, Source::isJava, source -> Bodies.of(source.code()).stream()
            .filter(body -> body.lines() > METHOD_LINES_MAX)
            .map(body -> source.at(body.offset()) + ": " + body.lines() + " lines: "
                + body.head().lines().findFirst().orElse("")).toList());
    }

    static List<String> files(List<Source> sources) {
        return each(sources, Source::isJava, source -> source.lines().size() > FILE_LINES_MAX
            ? List.of(source.path() + ": " + source.lines().size() + " lines") : List.of());
    }

    static List<String> names(List<Source> sources) {
        return each(sources, Source::isJava, source -> source.find(BANNED_TYPE));
    }

    static List<String> nothingForLater(List<Source> sources) {
        return each(sources, source -> true, source -> raw(source, LATER));
    }

    static List<String> noAuthors(List<Source> sources) {
        return each(sources, Source::isJava, source -> raw(source, AUTHOR));
    }

    static List<String> noUnwantedLibrary(List<Source> sources) {
        return each(sources, source -> true, source -> raw(source, UNWANTED));
    }

    static List<String> licences(List<Source> sources) {
        return each(sources, Source::isJava, source ->
            source.text().startsWith("// SPDX-License-Identifier: Apache-2.0\n") ? List.of()
                : List.of(source.path() + ": no SPDX line"));
    }

    static List<String> packageInfos(List<Source> sources) {
        Set<String> described = sources.stream().filter(s -> s.name().equals("package-info"))
            .map(Source::directory).collect(Collectors.toSet());
        return sources.stream().filter(Source::isMain).map(Source::directory).distinct()
            .filter(directory -> !described.contains(directory))
            .map(directory -> directory + ": no package-info").toList();
    }

    static List<String> paragraphs(List<Source> sources) {
        return each(sources, s -> s.name().equals("package-info"), source -> {
            boolean written = PARAGRAPH.matcher(source.text()).results()
                .anyMatch(m -> m.group(1).replaceAll("[\\s*]+", " ").length() >= PARAGRAPH_MIN);
            return written ? List.of() : List.of(source.path() + ": no paragraph");
        });
    }

    static List<String> exports(List<Source> sources) {
        return each(sources, s -> s.isMain() && s.name().equals("package-info"), source -> {
            boolean export = EXPORT.matcher(source.code()).find();
            boolean version = VERSION.matcher(source.code()).find();
            boolean wanted = source.bundle().equals("api") || export || version;
            return wanted && !(export && version)
                ? List.of(source.path() + ": exported without @Export and @Version") : List.of();
        });
    }

    static List<String> threads(List<Source> sources) {
        return each(sources, source -> source.isShipped() && !isDriver(source)
            && !WITH_THREADS.contains(source.bundle())
            && !source.path().contains("/org/cairnmesh/core/engine/"),
            source -> source.find(THREADS));
    }

    static List<String> clocksAndChance(List<Source> sources) {
        return each(sources, source -> source.isShipped() && !isDriver(source)
            && !source.name().endsWith("Component") && !source.name().endsWith("Runner"),
            source -> source.find(CHANCE));
    }

    static List<String> contexts(List<Source> sources) {
        return each(sources, source -> source.isShipped()
            && !WITH_CONTEXT.contains(source.bundle()), source -> source.find(CONTEXT));
    }

    static List<String> activators(List<Source> sources) {
        return each(sources, Source::isShipped, source -> source.find(ACTIVATOR));
    }

    static List<String> fieldInjection(List<Source> sources) {
        return each(sources, Source::isShipped, source -> {
            String code = source.code();
            for (String before = ""; !before.equals(code);) {
                before = code;
                code = GENERICS.matcher(code).replaceAll(m -> " ".repeat(m.group().length()));
            }
            return new Source(source.path(), source.text(), code).find(INJECTED);
        });
    }

    static List<String> bndFiles(List<Source> sources) {
        return each(sources, source -> source.path().endsWith("bnd.bnd"), source ->
            source.lines().size() > BND_LINES_MAX
                ? List.of(source.path() + ": " + source.lines().size() + " lines") : List.of());
    }

    static List<String> disabledTests(List<Source> sources) {
        return each(sources, Source::isJava, source -> DISABLED.matcher(source.code()).results()
            .filter(m -> !REASON.matcher(source.text())
                .region(m.start(), source.text().length()).lookingAt())
            .map(m -> source.at(m.start()) + ": disabled without a reason").toList());
    }

    private static boolean isDriver(Source source) {
        return source.bundle().startsWith("transport-") || source.bundle().equals("shell");
    }

    private static List<String> raw(Source source, Pattern pattern) {
        return new Source(source.path(), source.text(), source.text()).find(pattern);
    }

    private static List<String> each(List<Source> sources, Predicate<Source> about,
                                     Function<Source, List<String>> rule) {
        List<String> breaches = new ArrayList<>();
        sources.stream().filter(about).map(rule).forEach(breaches::addAll);
        return breaches;
    }
}
