// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the house style in every source of the repository. */
class TidyTest {
    private static List<Source> repository;

    @BeforeAll
    static void read() {
        repository = Source.repository();
    }

    @Test
    void theRepositoryIsRead() {
        assertTrue(repository.stream().anyMatch(s -> s.path().equals("bundles/api/pom.xml")));
        assertTrue(repository.stream().filter(Source::isShipped).count() > 40);
    }

    @Test
    void linesAreShort() {
        holds(Rules::lines);
    }

    @Test
    void methodsAreShort() {
        holds(Rules::methods);
    }

    @Test
    void filesAreShort() {
        holds(Rules::files);
    }

    @Test
    void typesHaveNamesThatSaySomething() {
        holds(Rules::names);
    }

    @Test
    void nothingIsLeftForLater() {
        holds(Rules::nothingForLater);
    }

    @Test
    void nobodySigns() {
        holds(Rules::noAuthors);
    }

    @Test
    void librariesThatDoNotWantUsAreNotUsed() {
        holds(Rules::noUnwantedLibrary);
    }

    @Test
    void everyFileNamesItsLicence() {
        holds(Rules::licences);
    }

    @Test
    void everyPackageIsDescribed() {
        holds(Rules::packageInfos);
        holds(Rules::paragraphs);
    }

    @Test
    void exportedPackagesAreVersioned() {
        holds(Rules::exports);
    }

    @Test
    void threadsAndLocksLiveInNodeEngineAndDriversOnly() {
        holds(Rules::threads);
    }

    @Test
    void timeAndChanceArePassedIn() {
        holds(Rules::clocksAndChance);
    }

    @Test
    void componentsDoWithoutTheFramework() {
        holds(Rules::contexts);
        holds(Rules::activators);
        holds(Rules::fieldInjection);
    }

    @Test
    void bndFilesAreShort() {
        holds(Rules::bndFiles);
    }

    @Test
    void disabledTestsSayWhy() {
        holds(Rules::disabledTests);
    }

    private static void holds(Function<List<Source>, List<String>> rule) {
        List<String> breaches = rule.apply(repository);

        assertEquals("", String.join("\n", breaches));
    }
}
