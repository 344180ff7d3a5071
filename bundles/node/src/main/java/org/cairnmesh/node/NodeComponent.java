// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.node;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.cairnmesh.api.engine.Engine;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.node.Node;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The {@link Node} service. Engines come and go behind it; it is made once and stays, and is made
 * anew only if its own configuration changes.
 */
@Component(immediate = true, service = Node.class, configurationPid = "org.cairnmesh.node",
    configurationPolicy = ConfigurationPolicy.OPTIONAL)
@Designate(ocd = NodeComponent.Config.class)
public final class NodeComponent implements Node {
    /** The bounds of waiting. */
    @ObjectClassDefinition(name = "Cairn: node",
        description = "How drafts wait while the engine or the log is updated.")
    public @interface Config {
        @AttributeDefinition(name = "Longest wait in milliseconds",
            description = "A draft that no engine took by then is refused; it may be tried again.")
        long wait_millis() default 5_000;

        @AttributeDefinition(name = "Most drafts that wait",
            description = "Further ones are refused at once; they may be tried again.")
        int waiting_max() default 1_024;
    }

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1,
        NodeComponent::thread, new ThreadPoolExecutor.DiscardPolicy());
    private final SteadyNode node;

    @Activate
    public NodeComponent(Config config) {
        this(new Patience(config.wait_millis(), config.waiting_max()));
    }

    NodeComponent(Patience patience) {
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        node = new SteadyNode(patience, new ExecutorTimer(executor));
    }

    @Override
    public CompletionStage<Appended> append(Draft draft) {
        return node.append(draft);
    }

    @Override
    public CompletionStage<Ordered> order(Order order) {
        return node.order(order);
    }

    @Override
    public Snapshot snapshot() {
        return node.snapshot();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY)
    void bindEngine(Engine engine) {
        node.bind(engine);
    }

    void unbindEngine(Engine engine) {
        node.unbind(engine);
    }

    @Deactivate
    void close() {
        node.close();
        executor.shutdown();
    }

    private record ExecutorTimer(ScheduledThreadPoolExecutor executor) implements Timer {
        @Override
        public long nowNanos() {
            return System.nanoTime();
        }

        @Override
        public void after(long delayMillis, Runnable task) {
            executor.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "cairn-node");
        thread.setDaemon(true);
        return thread;
    }
}
