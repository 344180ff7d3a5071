// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows each rule something bad, and something good that resembles it. */
class RulesTest {
    private static final String CORE = "bundles/core/src/main/java/org/cairnmesh/core/fold/A.java";
    private static final String ENGINE =
        "bundles/core/src/main/java/org/cairnmesh/core/engine/A.java";
    private static final String INFO =
        "bundles/api/src/main/java/org/cairnmesh/api/x/package-info.java";
    private static final String PARAGRAPH =
        "/** One sentence that says what the types are for. */\n";

    @Test
    void linesMayHave100Characters() {
        refuses(Rules::lines, CORE, "x".repeat(101));
        accepts(Rules::lines, CORE, "x".repeat(100) + "\n" + "y".repeat(100));
    }

    @Test
    void methodsMayHave60Lines() {
        refuses(Rules::methods, CORE, "class A {\n void a() {\n" + "b();\n".repeat(59) + "}\n}");
        accepts(Rules::methods, CORE, "class A {\n void a() {\n" + "b();\n".repeat(58) + "}\n}");
    }

    @Test
    void everyBodyOfATypeIsAMethod() {
        String long61 = "\n" + "{}\n".repeat(60);
        refuses(Rules::methods, CORE, "record A(int b) { A {" + long61 + "} }");
        refuses(Rules::methods, CORE, "class A { B c = () -> {" + long61 + "}; }");
        refuses(Rules::methods, CORE,
            "class A { B c = d(new E() { void f() {" + long61 + "} }); }");
        refuses(Rules::methods, CORE, "class A { static {" + long61 + "} }");
        refuses(Rules::methods, CORE, "enum A { B; interface C { default void d() {" + long61
            + "} } }");
    }

    @Test
    void classesTablesAndCommentsAreNoMethods() {
        accepts(Rules::methods, CORE, "class A {" + "\n int b;".repeat(70) + " }");
        accepts(Rules::methods, CORE, "class A { int[] b = {" + "\n 1,".repeat(70) + "}; }");
        accepts(Rules::methods, CORE,
            "class A { void b() {" + "\n}\nvoid c() {".repeat(70) + "} }");
        accepts(Rules::methods, CORE, "class A { /* void b() {" + "\n".repeat(70) + "} */ }");
        accepts(Rules::methods, CORE, "class A { char b = '{', c = '\"'; void d() { }"
            + "\n int e;".repeat(70) + " }");
    }

    @Test
    void filesMayHave400Lines() {
        refuses(Rules::files, CORE, "\n".repeat(401));
        accepts(Rules::files, CORE, "\n".repeat(400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"class BoxManager", "interface Helper", "record StringUtils()",
        "enum UtilKind", "abstract class BaseStore", "class AbstractStore", "class StoreImpl",
        "class StoreImpl2", "interface IStore"})
    void emptyNamesAreRefused(String declaration) {
        refuses(Rules::names, CORE, declaration + " { }");
    }

    @ParameterizedTest
    @ValueSource(strings = {"class Database", "interface Item", "record Implication()",
        "class Abstraction", "class Inbox", "class Utility", "// class BoxManager\nclass Box",
        "class A { String b = \"class BoxManager\"; } class B"})
    void namesThatOnlyResembleThemAreNot(String declaration) {
        accepts(Rules::names, CORE, declaration + " { }");
    }

    @Test
    void markersOfUnfinishedWorkAreRefusedAlsoInComments() {
        for (String word : List.of("TO" + "DO", "FIX" + "ME", "XX" + "X")) {
            refuses(Rules::nothingForLater, CORE, "// " + word + ": later");
            refuses(Rules::nothingForLater, "bundles/core/pom.xml", "<!-- " + word + " -->");
        }
        accepts(Rules::nothingForLater, CORE, "// todos, mastodon, XXXX");
    }

    @Test
    void authorsAndUnwantedLibrariesAreRefused() {
        refuses(Rules::noAuthors, CORE, "/** @auth" + "or me */");
        refuses(Rules::noUnwantedLibrary, "bundles/core/pom.xml", "net.jq" + "wik");
        accepts(Rules::noAuthors, CORE, "/** the author */");
    }

    @Test
    void theFirstLineIsTheLicence() {
        refuses(Rules::licences, CORE, "package a;\n// SPDX-License-Identifier: Apache-2.0\n");
        refuses(Rules::licences, CORE, "// SPDX-License-Identifier: MIT\n");
        accepts(Rules::licences, CORE, "// SPDX-License-Identifier: Apache-2.0\npackage a;\n");
    }

    @Test
    void aPackageWithoutADescriptionIsRefused() {
        refuses(Rules::packageInfos, CORE, "class A { }");
        accepts(Rules::packageInfos, "bundles/core/src/test/java/org/cairnmesh/core/A.java", "");
        accepts(Rules::packageInfos, INFO, "package a;");
    }

    @Test
    void aDescriptionIsAParagraph() {
        refuses(Rules::paragraphs, INFO, "package a;");
        refuses(Rules::paragraphs, INFO, "/** Types. */\npackage a;");
        accepts(Rules::paragraphs, INFO, PARAGRAPH + "package a;");
        accepts(Rules::paragraphs, INFO, PARAGRAPH + "@Export package a;");
    }

    @Test
    void exportsHaveVersions() {
        String core = CORE.replace("A.java", "package-info.java");
        refuses(Rules::exports, INFO, "package a;");
        refuses(Rules::exports, INFO, "@Export package a;");
        refuses(Rules::exports, core, "@Export package a;");
        refuses(Rules::exports, core, "@Version(\"1\") package a;");
        accepts(Rules::exports, INFO, "@Export @Version(\"1\") package a;");
        accepts(Rules::exports, core, "package a;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"synchronized (this) { }", "volatile int a;", "new Thread(a);",
        "Thread.sleep(1);", "new ReentrantLock();", "Lock a;", "AtomicLong a;",
        "import java.util.concurrent.Executors;", "ThreadLocal<A> b;"})
    void threadsAreRefusedWhereTheyDoNotLive(String code) {
        refuses(Rules::threads, CORE, code);
        accepts(Rules::threads, ENGINE, code);
        accepts(Rules::threads, "bundles/node/src/main/java/A.java", code);
        accepts(Rules::threads, "bundles/transport-tcp/src/main/java/A.java", code);
        accepts(Rules::threads, "bundles/core/src/test/java/A.java", code);
        accepts(Rules::threads, CORE, "/** " + code + " */ String a = \"" + code + "\";");
    }

    @ParameterizedTest
    @ValueSource(strings = {"System.currentTimeMillis()", "System.nanoTime()", "Instant.now()",
        "LocalDate.now(zone)", "Clock.systemUTC()", "InstantSource.system()", "Math.random()",
        "new Random()", "new SecureRandom()", "UUID.randomUUID()"})
    void readingTheClockOrDrawingLotsIsRefused(String code) {
        refuses(Rules::clocksAndChance, CORE, code);
        refuses(Rules::clocksAndChance, ENGINE, code);
        accepts(Rules::clocksAndChance, ENGINE.replace("A.java", "EngineComponent.java"), code);
        accepts(Rules::clocksAndChance, ENGINE.replace("A.java", "EngineRunner.java"), code);
        accepts(Rules::clocksAndChance, "distribution/runtime/src/main/java/A.java", code);
        accepts(Rules::clocksAndChance, CORE, "new Random(seed); Instant.ofEpochMilli(now);");
    }

    @Test
    void theFrameworkIsLeftAlone() {
        refuses(Rules::contexts, CORE, "BundleContext context;");
        accepts(Rules::contexts, "bundles/update/src/main/java/A.java", "BundleContext context;");
        refuses(Rules::activators, CORE, "class A implements BundleActivator { }");
        refuses(Rules::activators, ENGINE, "@Modified void b() { }");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@Reference\n private Node node;", "@Reference Node node = null;",
        "@Reference(cardinality = A)\n volatile List<Map<String, Node>> nodes;",
        "@Activate Config config;", "@Reference private Map<String, Node> node;"})
    void fieldInjectionIsRefused(String code) {
        refuses(Rules::fieldInjection, ENGINE, "class A { " + code + " }");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@Activate A(@Reference Node node, @Reference Log log) { b = c; }",
        "@Reference(cardinality = A)\n void bind(Map<String, Node> node) { b = node; }",
        "@Activate public A(Config config) { this.config = config; }"})
    void otherInjectionIsNot(String code) {
        accepts(Rules::fieldInjection, ENGINE, "class A { " + code + " }");
    }

    @Test
    void bndFilesMayHaveTenLines() {
        refuses(Rules::bndFiles, "bundles/core/bnd.bnd", "a: b\n".repeat(11));
        accepts(Rules::bndFiles, "bundles/core/bnd.bnd", "a: b\n".repeat(10));
    }

    @Test
    void aDisabledTestWithoutAReasonIsRefused() {
        refuses(Rules::disabledTests, CORE, "@Disabled void a() { }");
        refuses(Rules::disabledTests, CORE, "@Disabled(\"\") void a() { }");
        accepts(Rules::disabledTests, CORE, "@Disabled(\"needs a radio\") void a() { }");
        accepts(Rules::disabledTests, CORE, "// @Disabled\nString a = \"@Disabled\";");
    }

    private static void refuses(Function<List<Source>, List<String>> rule, String path,
                                String text) {
        assertEquals(1, rule.apply(List.of(Source.of(path, text))).size(), text);
    }

    private static void accepts(Function<List<Source>, List<String>> rule, String path,
                                String text) {
        assertEquals(List.of(), rule.apply(List.of(Source.of(path, text))), text);
    }
}
