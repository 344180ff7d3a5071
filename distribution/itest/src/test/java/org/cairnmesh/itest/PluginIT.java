// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.node.Node;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.record.Kinds;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordRef;
import org.cairnmesh.api.reduce.Reducer;
import org.cairnmesh.itest.plugin.AngryReducer;
import org.cairnmesh.itest.plugin.TornReducer;
import org.cairnmesh.itest.plugin.VisitReducer;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Bundles with reducers come and go, good ones and bad ones. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class PluginIT {
    private static final int PLACES = 3;
    private static final int VISITS = 60;
    private static final long ANSWER_SECONDS_MAX = 30;
    /** So that the ten seconds for which the view of a reducer outlives it pass in one. */
    private static final double CLOCK_SCALE = 10;

    @Inject
    private Node node;
    @Inject
    private BundleContext context;

    @Configuration
    public Option[] box() throws IOException {
        for (Class<? extends Reducer> reducer
            : List.of(VisitReducer.class, AngryReducer.class, TornReducer.class)) {
            PluginJar.make(reducer);
        }
        return BoxUnderTest.fresh(PluginIT.class, CLOCK_SCALE).patient(60_000, 1_000).options();
    }

    @Test
    public void foldsTheWholeHistoryOfAKindWhenItsReducerArrivesAndKeepsTheEventsWhenItLeaves()
        throws Exception {
        visit(VISITS);
        assertEquals(VISITS, held(VisitReducer.VISIT));
        assertEquals("no reducer yet", VISITS, unknown(VisitReducer.VISIT));

        Bundle plugin = install(VisitReducer.class);
        plugin.start();
        awaitVisits(VISITS);
        visit(PLACES);
        awaitVisits(VISITS + PLACES);
        assertEquals("folded from now on", 0, unknown(VisitReducer.VISIT));

        plugin.stop();
        Until.holds("the view without a reducer is marked stale",
            () -> view().map(Snapshot.View::stale).orElse(true), this::state);
        Until.holds("the view goes", () -> view().isEmpty(), this::state);
        assertEquals(VISITS + PLACES, held(VisitReducer.VISIT));
        assertEquals(VISITS + PLACES, unknown(VisitReducer.VISIT));

        visit(PLACES);
        plugin.start();
        awaitVisits(VISITS + 2 * PLACES);
        plugin.uninstall();
    }

    @Test
    public void setsAsideAndNamesAReducerThatThrows() throws Exception {
        setsAside(AngryReducer.class, AngryReducer.NAME, "no notes please");
    }

    @Test
    public void setsAsideAndNamesAReducerWhoseBundleLacksAClass() throws Exception {
        setsAside(TornReducer.class, TornReducer.NAME, "NoClassDefFoundError");
    }

    private void setsAside(Class<? extends Reducer> bad, String name, String why)
        throws Exception {
        accept(RecordDrafts.create("visit", name, Map.of(), "it"));
        note(name, "before");
        Bundle plugin = install(bad);

        plugin.start();
        Until.holds(name + " is named", () -> problem(name).isPresent(), this::state);
        note(name, "after");

        assertTrue(problem(name).orElseThrow(), problem(name).orElseThrow().contains(why));
        running().awaitWhole();
        assertEquals(List.of("before", "after"), running().records().record(name).orElseThrow()
            .notes().stream().map(note -> note.text()).toList());
        assertFalse(node.snapshot().unknown().containsKey(Kinds.NOTE));

        plugin.uninstall();
        Until.holds(name + " is forgotten", () -> problem(name).isEmpty(), this::state);
    }

    private Optional<String> problem(String reducer) {
        return node.snapshot().problems().stream()
            .filter(problem -> problem.contains("reducer " + reducer + " ")).findFirst();
    }

    private void visit(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            accept(Draft.of(VisitReducer.VISIT, new Item.Table(
                Map.of(VisitReducer.PLACE, Item.of("place " + i % PLACES))), "it"));
        }
    }

    private void note(String key, String text) throws Exception {
        accept(RecordDrafts.note(new RecordRef.ByKey(key, ""), text, "it"));
    }

    private void accept(Draft draft) throws Exception {
        node.append(draft).toCompletableFuture().get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
            .accepted();
    }

    private void awaitVisits(int times) throws InterruptedException {
        Map<String, Long> wanted = new TreeMap<>();
        for (int i = 0; i < PLACES; i++) {
            wanted.put("place " + i, (long) times / PLACES);
        }
        Until.holds(times + " visits are shown", () -> view().filter(view -> !view.stale())
            .map(PluginIT::counts).equals(Optional.of(wanted)), this::state);
    }

    private static Map<String, Long> counts(Snapshot.View view) {
        Map<String, Long> counts = new TreeMap<>();
        view.documents().forEach(entry -> counts.put(entry.getKey().text(),
            entry.getValue().content().number(VisitReducer.COUNT, 0)));
        return counts;
    }

    private Optional<Snapshot.View> view() {
        return Optional.ofNullable(node.snapshot().views().get(VisitReducer.NAME));
    }

    private long held(Kind kind) {
        return node.snapshot().kinds().getOrDefault(kind, 0L);
    }

    private long unknown(Kind kind) {
        return node.snapshot().unknown().getOrDefault(kind, 0L);
    }

    private Bundle install(Class<? extends Reducer> reducer) throws Exception {
        return context.installBundle(PluginJar.of(reducer).toUri().toString());
    }

    private RunningBox running() {
        return new RunningBox(node, context);
    }

    private String state() {
        return running().state();
    }
}
