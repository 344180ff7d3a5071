// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which bundle may name which packages. Each rule lists its breaches. */
final class Arrows {
    private static final Pattern IMPORT =
        Pattern.compile("(?m)^\\s*import\\s+(?:static\\s+)?([\\w.]+)");
    private static final Pattern OURS =
        Pattern.compile("\\borg\\.cairnmesh\\.[a-z]\\w*(?:\\.[a-z]\\w*)*");
    private static final Pattern DEPENDENCY = Pattern.compile("(?s)<dependency>(.*?)</dependency>");
    private static final Pattern OUR_ARTIFACT = Pattern.compile(
        "<groupId>\\s*(?:org\\.cairnmesh|\\$\\{project\\.groupId})\\s*</groupId>");
    private static final Pattern ARTIFACT =
        Pattern.compile("<artifactId>\\s*([^<\\s]+)\\s*</artifactId>");
    private static final Pattern TEST_SCOPE = Pattern.compile("<scope>\\s*test\\s*</scope>");

    /** What every bundle but api may use beside api and the JDK's java packages. */
    private static final List<String> COMPONENTS = List.of("org.osgi.annotation.",
        "org.osgi.service.component.annotations.", "org.osgi.service.metatype.annotations.");
    private static final Map<String, List<String>> THIRD_PARTIES = Map.of(
        "core", List.of("org.bouncycastle."),
        "store", List.of("org.h2.mvstore.", "javax.crypto."),
        "reducer-schema", List.of("org.osgi.framework."),
        "shell", List.of("org.apache.felix.service.command.", "org.osgi.framework.",
            "org.osgi.service.component."),
        "testkit", List.of("org.junit.jupiter.api."));
    private static final Map<String, List<String>> INSIDE_CORE = Map.of(
        "feed", List.of("feed"),
        "fold", List.of("fold", "feed"),
        "sync", List.of("sync", "feed"),
        "space", List.of("space", "feed"),
        "engine", List.of("engine", "feed", "fold", "sync", "space"));

    private Arrows() { }

    /** Imports of anything but the bundle's own packages, the api, the JDK and what is listed. */
    static List<String> imports(List<Source> sources) {
        return breaches(sources, IMPORT, (source, name) -> isOwn(source, name)
            || name.startsWith("java.") || allowed(source.bundle()).anyMatch(name::startsWith));
    }

    /** Our packages by their full name, also where nothing is imported. */
    static List<String> names(List<Source> sources) {
        return breaches(sources, OURS, (source, name) -> isOwn(source, name)
            || name.startsWith("org.cairnmesh.api.") && !source.bundle().equals("api"));
    }

    static List<String> insideCore(List<Source> sources) {
        List<Source> core = sources.stream().filter(s -> s.bundle().equals("core")).toList();
        return breaches(core, OURS, (source, name) -> {
            String from = layer(source.path().replaceFirst(".*/java/", "").replace('/', '.'));
            return !name.startsWith("org.cairnmesh.core")
                || INSIDE_CORE.getOrDefault(from, List.of()).contains(layer(name));
        });
    }

    /** Dependencies of bundles on bundles: on api, and for tests on testkit. */
    static List<String> dependencies(List<Source> sources) {
        List<String> breaches = new ArrayList<>();
        sources.stream().filter(s -> s.path().endsWith("/pom.xml") && !s.bundle().isEmpty())
            .forEach(pom -> DEPENDENCY.matcher(pom.text()).results()
                .filter(m -> OUR_ARTIFACT.matcher(m.group(1)).find() && !isFine(m.group(1)))
                .forEach(m -> breaches.add(pom.at(m.start()) + ": " + m.group(1).strip())));
        return breaches;
    }

    private static boolean isFine(String dependency) {
        String artifact = ARTIFACT.matcher(dependency).results().map(m -> m.group(1)).findFirst()
            .orElse("");
        return artifact.equals("api")
            || artifact.equals("testkit") && TEST_SCOPE.matcher(dependency).find();
    }

    private static boolean isOwn(Source source, String name) {
        return (name + ".").startsWith("org.cairnmesh." + source.bundle().replace('-', '.') + ".");
    }

    private static Stream<String> allowed(String bundle) {
        if (bundle.equals("api")) {
            return Stream.of("org.osgi.annotation.");
        }
        return Stream.of(List.of("org.cairnmesh.api."), COMPONENTS,
            THIRD_PARTIES.getOrDefault(bundle, List.of())).flatMap(List::stream);
    }

    /** The package below core that a name starts in; core itself has none. */
    private static String layer(String name) {
        String[] parts = name.split("\\.");
        return parts.length > 3 ? parts[3] : "";
    }

    /** What a source may name. */
    private interface Permit {
        boolean allows(Source source, String name);
    }

    private static List<String> breaches(List<Source> sources, Pattern pattern, Permit permit) {
        Predicate<Source> about = source -> source.isMain() && !source.bundle().isEmpty();
        List<String> breaches = new ArrayList<>();
        sources.stream().filter(about).forEach(source -> {
            for (MatchResult match : pattern.matcher(source.code()).results().toList()) {
                String name = match.groupCount() == 0 ? match.group() : match.group(1);
                if (!permit.allows(source, name)) {
                    breaches.add(source.at(match.start()) + ": " + name);
                }
            }
        });
        return breaches;
    }
}
