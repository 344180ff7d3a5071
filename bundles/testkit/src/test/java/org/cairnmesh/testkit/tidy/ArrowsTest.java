// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the arrows between bundles: everything points at api, nothing at what implements it. */
class ArrowsTest {
    private static final List<Source> REPOSITORY = Source.repository();

    @Test
    void bundlesImportOnlyTheApiTheJdkAndWhatIsListed() {
        holds(Arrows::imports);
    }

    @Test
    void bundlesNameNoPackageOfAnother() {
        holds(Arrows::names);
    }

    @Test
    void theLayersOfCorePointOneWay() {
        holds(Arrows::insideCore);
    }

    @Test
    void bundlesDependOnNoBundleButTheApi() {
        holds(Arrows::dependencies);
    }

    private static void holds(Function<List<Source>, List<String>> rule) {
        assertEquals("", String.join("\n", rule.apply(REPOSITORY)));
    }

    /** Shows each rule something bad, and something good that resembles it. */
    @Nested
    class Rule {
        @ParameterizedTest
        @CsvSource({
            "shell, org.cairnmesh.core.engine.Turn", "shell, org.cairnmesh.store.Log",
            "store, org.cairnmesh.node.NodeComponent", "api, org.cairnmesh.core.feed.Chain",
            "api, org.osgi.service.component.annotations.Component",
            "api, org.osgi.framework.Bundle",
            "core, org.osgi.framework.Bundle", "core, org.h2.mvstore.MVStore",
            "node, org.bouncycastle.crypto.Signer", "node, javax.crypto.Cipher",
            "testkit, org.cairnmesh.store.Log", "core, org.cairnmesh.testkit.log.MemoryEventLog"})
        void strangersAreRefused(String bundle, String name) {
            assertEquals(1, Arrows.imports(List.of(source(bundle, "import " + name + ";"))).size());
        }

        @ParameterizedTest
        @CsvSource({
            "shell, org.cairnmesh.api.node.Node", "shell, org.cairnmesh.shell.Table",
            "transport-sim, org.cairnmesh.transport.sim.Cell", "api, org.cairnmesh.api.data.Item",
            "api, org.osgi.annotation.versioning.ProviderType", "core, java.util.List",
            "core, org.osgi.service.component.annotations.Component",
            "core, org.bouncycastle.crypto.Signer", "store, org.h2.mvstore.MVStore",
            "testkit, org.junit.jupiter.api.Test", "reducer-schema, org.osgi.framework.Bundle"})
        void thoseThatAreListedAreNot(String bundle, String name) {
            assertEquals(List.of(), Arrows.imports(List.of(source(bundle, "import " + name + ";"),
                source(bundle, "import static " + name + ".b;"))));
        }

        @Test
        void aFullNameCountsLikeAnImport() {
            assertEquals(1, Arrows.names(List.of(
                source("node", "class A { org.cairnmesh.core.feed.Chain b; }"))).size());
            assertEquals(List.of(), Arrows.names(List.of(source("node", "class A { "
                + "org.cairnmesh.api.node.Node b; String c = \"org.cairnmesh.core.Chain\"; }"))));
        }

        @Test
        void aBundleWhoseNameStartsLikeAnotherIsAStranger() {
            assertEquals(1, Arrows.imports(List.of(
                source("reducer", "import org.cairnmesh.reducerx.A;"))).size());
        }

        @ParameterizedTest
        @CsvSource({"feed, fold", "feed, sync", "feed, engine", "fold, sync", "fold, engine",
            "sync, fold", "sync, engine", "feed, space", "space, sync", "space, engine"})
        void layersOfCoreThatPointUpAreRefused(String from, String to) {
            assertEquals(1, Arrows.insideCore(List.of(layer(from, to))).size());
        }

        @ParameterizedTest
        @CsvSource({"feed, feed", "fold, feed", "sync, feed", "engine, feed", "engine, fold",
            "engine, sync", "space, feed", "engine, space"})
        void layersOfCoreThatPointDownAreNot(String from, String to) {
            assertEquals(List.of(), Arrows.insideCore(List.of(layer(from, to))));
        }

        @ParameterizedTest
        @CsvSource({"core, ''", "store, test", "testkit, ''", "testkit, provided"})
        void dependenciesOnOtherBundlesAreRefused(String artifact, String scope) {
            assertEquals(1, Arrows.dependencies(List.of(pom(artifact, scope))).size());
        }

        @ParameterizedTest
        @CsvSource({"api, ''", "api, provided", "testkit, test"})
        void dependenciesOnTheApiAndForTestsTheKitAreNot(String artifact, String scope) {
            assertEquals(List.of(), Arrows.dependencies(List.of(pom(artifact, scope))));
        }

        private static Source source(String bundle, String code) {
            return Source.of("bundles/" + bundle + "/src/main/java/org/cairnmesh/A.java", code);
        }

        private static Source layer(String from, String to) {
            return Source.of("bundles/core/src/main/java/org/cairnmesh/core/" + from + "/A.java",
                "package org.cairnmesh.core." + from + ";\nimport org.cairnmesh.core." + to + ".B;"
                + "\nimport org.cairnmesh.api.data.Item;");
        }

        private static Source pom(String artifact, String scope) {
            return Source.of("bundles/node/pom.xml", "<dependencies><dependency>"
                + "<groupId>org.cairnmesh</groupId><artifactId>" + artifact + "</artifactId>"
                + (scope.isEmpty() ? "" : "<scope>" + scope + "</scope>")
                + "</dependency></dependencies>");
        }
    }
}
