// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.node.Node;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordRef;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The store, or the core, is away for longer than the node lets a draft wait. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class StoreAwayIT {
    private static final long WAIT_MILLIS = 200;
    private static final int DRAFTS = 5;
    private static final int TRIES_MAX = 100;
    private static final long ANSWER_SECONDS_MAX = 30;

    @Inject
    private Node node;
    @Inject
    private BundleContext context;

    @Configuration
    public Option[] box() throws IOException {
        return BoxUnderTest.fresh(StoreAwayIT.class, 1).patient(WAIT_MILLIS, 100).options();
    }

    @Test
    public void draftsAreRefusedAndTheRecordsShownWhileTheStoreIsAway() throws Exception {
        refusesAndShowsWhileAway("store");
    }

    @Test
    public void draftsAreRefusedAndTheRecordsShownWhileTheCoreIsAway() throws Exception {
        refusesAndShowsWhileAway("core");
    }

    private void refusesAndShowsWhileAway(String artifact) throws Exception {
        RunningBox box = new RunningBox(node, context);
        Bundle bundle = box.bundle(artifact);
        accept(RecordDrafts.create("visit", artifact, Map.of(), "it"));
        Map<String, String> accepted = accept(artifact, "before");
        List<Appended> answers = new ArrayList<>();

        bundle.stop();
        try {
            for (int i = 0; i < DRAFTS; i++) {
                answers.add(append(note(artifact, "away " + i)));
            }
            for (Appended answer : answers) {
                assertTrue(answer.toString(), answer instanceof Appended.Refused refused
                    && refused.reason() == Appended.Reason.UNAVAILABLE);
            }
            assertEquals(accepted, shown(box, artifact));
            assertTrue("the last state is not called stale", box.records().whole().isPresent());
        } finally {
            bundle.start();
        }
        accepted.putAll(accept(artifact, "after"));

        box.awaitWhole();
        assertEquals(accepted, shown(box, artifact));
        assertEquals(2L * DRAFTS, box.records().record(artifact).orElseThrow().notes().size());
    }

    private Map<String, String> accept(String key, String text) throws Exception {
        Map<String, String> accepted = new TreeMap<>();
        for (int i = 0; i < DRAFTS; i++) {
            String words = text + " " + i;
            accepted.put(accept(note(key, words)).toString(), words);
        }
        return accepted;
    }

    /** A box that just starts may refuse a draft for a while. */
    private EventId accept(Draft draft) throws Exception {
        Appended answer = append(draft);
        for (int i = 0; i < TRIES_MAX && answer instanceof Appended.Refused; i++) {
            answer = append(draft);
        }
        return answer.accepted();
    }

    private static Draft note(String key, String text) {
        return RecordDrafts.note(new RecordRef.ByKey(key, ""), text, "it");
    }

    private Appended append(Draft draft) throws Exception {
        return node.append(draft).toCompletableFuture().get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
    }

    private static Map<String, String> shown(RunningBox box, String key) {
        Map<String, String> shown = new TreeMap<>();
        box.records().record(key).orElseThrow().notes()
            .forEach(note -> shown.put(note.said().event().toString(), note.text()));
        return shown;
    }
}
