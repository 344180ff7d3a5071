// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.EnumMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.service.command.CommandProcessor;
import org.cairnmesh.api.blob.Blobs;
import org.cairnmesh.api.ledger.Ledger;
import org.cairnmesh.api.node.Node;
import org.osgi.service.component.ComponentFactory;
import org.osgi.service.component.ComponentInstance;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Registers every command as a Gogo function of scope {@code cairn}. Gogo hands a function its
 * arguments as they were typed, but not its name: so each command is a service of its own.
 *
 * <p>Blobs come and go with the store, the ledger with the engine. They are bound dynamically,
 * because re-creating all commands for that would end a command that runs, such as an import during
 * an update of the store.
 */
@Component(service = {}, immediate = true, configurationPid = "org.cairnmesh.box",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Commands {
    static final String SCOPE = "cairn";

    private final List<Blobs> stores = new CopyOnWriteArrayList<>();
    private final List<Ledger> ledgers = new CopyOnWriteArrayList<>();
    private final List<ComponentInstance<CommandFunction>> instances = new ArrayList<>();

    /** What the launcher wrote. */
    @interface Config {
        /** When the framework was started, milliseconds since 1970; 0 if nobody said. */
        long framework_started_millis() default 0;
    }

    @Activate
    public Commands(Config config, @Reference Node node,
                    @Reference(target = "(component.factory=" + CommandFunction.FACTORY + ")")
                    ComponentFactory<CommandFunction> factory) {
        Box box = new Box(node, () -> stores.stream().findFirst(),
            () -> ledgers.stream().findFirst(), InstantSource.system(),
            Pace.real(), config.framework_started_millis());
        bodies(box).forEach((verb, body) -> {
            Dictionary<String, Object> properties = new Hashtable<>();
            properties.put(CommandProcessor.COMMAND_SCOPE, SCOPE);
            properties.put(CommandProcessor.COMMAND_FUNCTION, verb.word());
            properties.put(CommandFunction.VERB, verb);
            properties.put(CommandFunction.BODY, body);
            instances.add(factory.newInstance(properties));
        });
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "unbindBlobs")
    void bindBlobs(Blobs blobs) {
        stores.add(0, blobs);
    }

    void unbindBlobs(Blobs blobs) {
        stores.remove(blobs);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "unbindLedger")
    void bindLedger(Ledger ledger) {
        ledgers.add(0, ledger);
    }

    void unbindLedger(Ledger ledger) {
        ledgers.remove(ledger);
    }

    @Deactivate
    void close() {
        instances.forEach(ComponentInstance::dispose);
    }

    /** What each command does. */
    static Map<Verb, Body> bodies(Box box) {
        Map<Verb, Body> bodies = new EnumMap<>(Verb.class);
        new RecordCommands(box).addTo(bodies);
        new ViewCommands(box).addTo(bodies);
        new BoxCommands(box).addTo(bodies);
        new DoubtCommands(box).addTo(bodies);
        new FileCommands(box).addTo(bodies);
        new CareCommands(box).addTo(bodies);
        new SpaceCommands(box).addTo(bodies);
        SessionCommands.addTo(bodies);
        return bodies;
    }
}
