// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.nio.file.Path;
import java.security.SecureRandom;
import org.cairnmesh.api.log.EventLogs;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;

/** The plug of the logs: {@code HOME/data/log.mv}, open while the component is. */
@Component(service = EventLogs.class, configurationPid = "org.cairnmesh.box",
    configurationPolicy = ConfigurationPolicy.REQUIRE, immediate = true)
public final class StoreComponent extends MvEventLogs {
    @interface Config {
        String home();

        /** A file with the key that the store is encrypted with; empty for a store in clear. */
        String store_key() default "";
    }

    @Activate
    public StoreComponent(Config config) {
        this(config, Path.of(config.home(), "data", "log.mv"), new SecureRandom());
    }

    private StoreComponent(Config config, Path log, SecureRandom random) {
        super(StoreKey.disk(config.store_key(), log, random), log, random, LogFile.SLACK_BYTES);
    }

    @Deactivate
    @Override
    public void close() {
        super.close();
    }
}
