// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertSame;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.node.Node;
import org.cairnmesh.api.record.Kinds;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Bundles are updated, and stopped and started, in the middle of writing and reading: nothing is
 * lost, doubled or refused, and nothing happens to any other bundle. The box stays the same in all
 * tests, so a later one works with what an earlier one has left.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class HotSwapIT {
    private static final int SOME = 25;
    private static final long STOPPED_MILLIS = 50;
    private static final List<String> UPDATE = List.of("STOPPING", "STOPPED", "UNRESOLVED",
        "UPDATED", "RESOLVED", "STARTING", "STARTED");
    private static final List<String> RESTART =
        List.of("STOPPING", "STOPPED", "STARTING", "STARTED");

    @Inject
    private Node node;
    @Inject
    private BundleContext context;

    /** What is done to a bundle. */
    private interface Swap {
        void of(Bundle bundle) throws Exception;
    }

    @Configuration
    public Option[] box() throws IOException {
        for (String artifact : List.of("core", "store", "transport-sim")) {
            NextVersion.of(artifact);
        }
        NextReducer.make();
        // A slow machine must not make drafts wait in vain.
        return BoxUnderTest.fresh(HotSwapIT.class, 2).patient(60_000, 1_000_000).onAir().options();
    }

    @Test
    public void nothingIsLostWhenTheReducerIsUpdated() throws Exception {
        int before = recordsVersion();

        update("reducer-schema");

        assertEquals(before + 1, recordsVersion());
    }

    @Test
    public void nothingIsLostWhenTheReducerIsRestarted() throws Exception {
        restart("reducer-schema");
    }

    @Test
    public void nothingIsLostWhenTheTransportIsUpdated() throws Exception {
        update("transport-sim");

        running().awaitSending();
    }

    @Test
    public void nothingIsLostWhenTheTransportIsRestarted() throws Exception {
        restart("transport-sim");

        running().awaitSending();
    }

    @Test
    public void nothingIsLostWhenTheStoreIsUpdated() throws Exception {
        update("store");
    }

    @Test
    public void nothingIsLostWhenTheStoreIsRestarted() throws Exception {
        restart("store");
    }

    @Test
    public void nothingIsLostWhenTheCoreIsUpdated() throws Exception {
        update("core");
    }

    @Test
    public void nothingIsLostWhenTheCoreIsRestarted() throws Exception {
        restart("core");
    }

    private void update(String artifact) throws Exception {
        Bundle bundle = running().bundle(artifact);
        BundleWiring before = bundle.adapt(BundleWiring.class);

        losesNothing(bundle, "update", UPDATE, HotSwapIT::toNextVersion);

        assertEquals(Version.parseVersion(NextVersion.VERSION), bundle.getVersion());
        assertNotSame(before, bundle.adapt(BundleWiring.class));
    }

    private void restart(String artifact) throws Exception {
        Bundle bundle = running().bundle(artifact);
        BundleWiring before = bundle.adapt(BundleWiring.class);

        losesNothing(bundle, "restart", RESTART, HotSwapIT::offAndOn);

        assertSame(before, bundle.adapt(BundleWiring.class));
    }

    private void losesNothing(Bundle bundle, String deed, List<String> life, Swap swap)
        throws Exception {
        running().awaitComplete();
        Map<Kind, Long> held = node.snapshot().kinds();
        Others before = Others.than(bundle, context);
        String name = bundle.getSymbolicName().replace("org.cairnmesh.", "") + " " + deed;
        Writer patient = Writer.patient(node, name + " patient");
        Writer hasty = Writer.hasty(node, name + " hasty");

        try (patient; hasty) {
            onlyHappensTo(bundle, life, swap, patient, hasty);
        }

        before.assertSameAs(Others.than(bundle, context));
        assertEquals(List.of(), patient.ledger().refused());
        assertEquals(List.of(), hasty.ledger().refused());
        running().awaitWhole();
        Records records = running().records();
        records.assertExactly(patient);
        records.assertExactly(hasty);
        assertHeld(held, Kinds.CREATE, Ledger.What.CREATE, patient, hasty);
        assertHeld(held, Kinds.NOTE, Ledger.What.NOTE, patient, hasty);
        assertHeld(held, Kinds.SET, Ledger.What.SET, patient, hasty);
    }

    /** Swaps a bundle while others write and read: they go on, and no other bundle notices. */
    private void onlyHappensTo(Bundle bundle, List<String> life, Swap swap, Writer patient,
                               Writer hasty) throws Exception {
        patient.goesOn(SOME);
        hasty.goesOn(SOME);
        try (Reader reader = Reader.of(node, patient); Witness witness = Witness.watch(context)) {
            swap.of(bundle);
            patient.goesOn(SOME);
            hasty.goesOn(SOME);
            running().awaitComplete();

            assertEquals(life, witness.lifeOf(bundle));
            assertEquals(List.of(), witness.livesOfOthers(bundle));
            report(patient, hasty, reader);
        }
    }

    /** The log holds what was accepted and no more: an event twice in it would show only here. */
    private void assertHeld(Map<Kind, Long> before, Kind kind, Ledger.What what,
                            Writer patient, Writer hasty) {
        assertEquals(kind.toString(), before.getOrDefault(kind, 0L) + patient.ledger().count(what)
            + hasty.ledger().count(what), (long) node.snapshot().kinds().get(kind));
    }

    private static void toNextVersion(Bundle bundle) throws Exception {
        String artifact = bundle.getSymbolicName().replace("org.cairnmesh.", "");
        try (InputStream next = Files.newInputStream(NextVersion.jar(artifact))) {
            bundle.update(next);
        }
    }

    private static void offAndOn(Bundle bundle) throws Exception {
        bundle.stop();
        Thread.sleep(STOPPED_MILLIS);
        bundle.start();
    }

    private RunningBox running() {
        return new RunningBox(node, context);
    }

    private int recordsVersion() throws InterruptedException {
        running().awaitWhole();
        return running().records().whole().orElseThrow().version();
    }

    private static void report(Writer patient, Writer hasty, Reader reader) {
        System.out.println("HOT SWAP " + patient.told() + "; " + hasty.told() + "; "
            + reader.told());
    }
}
