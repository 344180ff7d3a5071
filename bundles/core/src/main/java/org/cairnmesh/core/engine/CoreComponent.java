// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.cairnmesh.api.engine.Engine;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.ledger.Ledger;
import org.cairnmesh.api.ledger.Stock;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLogs;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.reduce.Reducer;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered;
import org.cairnmesh.api.subscribe.Subscriber;
import org.cairnmesh.api.transport.Transport;
import org.cairnmesh.core.feed.Identity;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Plugs the engine into the framework: log, reducers, transports and subscribers come and go. */
@Component(service = {Engine.class, Ledger.class}, configurationPid = "org.cairnmesh.box",
    configurationPolicy = ConfigurationPolicy.REQUIRE, immediate = true)
public final class CoreComponent implements Engine, Ledger {
    private static final Logger LOG = System.getLogger(CoreComponent.class.getName());
    private static final long LET_GO_MILLIS = 2_000;
    private static final double SCALE_MAX = 1_000_000;
    /** More threads would verify faster than the engine thread can read. */
    private static final int VERIFIERS_MAX = 3;

    private final Loop loop;
    private final Runner runner;
    private final LogLedger ledger;

    @interface Config {
        String home();

        String name() default "box";

        String space() default "open";

        boolean in_clear() default false;

        double clock_scale() default 1.0;

        long framework_started_millis() default 0;
    }

    @Activate
    public CoreComponent(Config config) throws IOException {
        check(config);
        double scale = config.clock_scale();
        SecureRandom random = new SecureRandom();
        InstantSource clock = scale == 1.0 ? InstantSource.system()
            : new ScaledClock(InstantSource.system(), config.framework_started_millis(),
                scale);
        Waking waking = Waking.in(Path.of(config.home()), Machine.look(Path.of("/")), random,
            clock.instant());
        waking.notice().ifPresent(notice -> LOG.log(Level.WARNING, notice));
        Box box = new Box(waking.identity(), config.name(), Identity.openSpace(config.space()),
            config.space(), random, waking.notice().stream().toList());
        int others = Runtime.getRuntime().availableProcessors() - 1;
        loop = new Loop(box,
            new Start(config.framework_started_millis(), config.in_clear(), scale != 1.0),
            Math.min(others, VERIFIERS_MAX), clock.instant());
        ledger = new LogLedger(loop);
        runner = new Runner(loop, clock, System::nanoTime, scale);
    }

    /** All that is here is bound by now: the first snapshot that has a log shows the views too. */
    @Activate
    void start() {
        runner.start();
    }

    @Deactivate
    public void close() {
        runner.stop();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY)
    void bindLogs(EventLogs logs) {
        loop.bind(logs);
    }

    void unbindLogs(EventLogs logs) {
        if (!loop.unbind(logs, LET_GO_MILLIS)) {
            LOG.log(Level.WARNING, "the engine still uses the log after {0} ms", LET_GO_MILLIS);
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindReducer(Reducer reducer) {
        loop.bind(reducer);
    }

    void unbindReducer(Reducer reducer) {
        loop.unbind(reducer);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindTransport(Transport transport) {
        loop.bind(transport);
    }

    void unbindTransport(Transport transport) {
        loop.unbind(transport);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSubscriber(Subscriber subscriber) {
        loop.bind(subscriber);
    }

    void unbindSubscriber(Subscriber subscriber) {
        loop.unbind(subscriber);
    }

    @Override
    public CompletionStage<Appended> append(Draft draft) {
        return loop.append(draft);
    }

    @Override
    public CompletionStage<Ordered> order(Order order) {
        return loop.order(order);
    }

    @Override
    public Snapshot snapshot() {
        return loop.snapshot();
    }

    private static void check(Config config) throws IOException {
        double scale = config.clock_scale();
        if (scale != 1.0 && !config.space().startsWith(Start.SCALABLE_SPACES)) {
            throw new IOException("clock.scale is for spaces whose name starts with "
                + Start.SCALABLE_SPACES + ", not for " + config.space());
        }
        if (!(scale > 0 && scale <= SCALE_MAX)) {
            throw new IOException("clock.scale is " + scale + ", not above 0 and at most "
                + SCALE_MAX);
        }
        Optional<String> breach = Box.breach(config.name());
        if (breach.isPresent()) {
            throw new IOException(breach.get());
        }
    }

    @Override
    public CompletionStage<List<Stock>> stocks(boolean seal) {
        return ledger.stocks(seal);
    }

    @Override
    public CompletionStage<List<Block>> blocks(SpaceId space, long from, int max) {
        return ledger.blocks(space, from, max);
    }

    @Override
    public Checker checker(SpaceId space) {
        return ledger.checker(space);
    }
}
