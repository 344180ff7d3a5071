// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.nio.file.Path;
import org.cairnmesh.api.blob.Blobs;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** The plug of large contents: {@code HOME/data/blobs}. */
@Component(service = Blobs.class, configurationPid = "org.cairnmesh.box",
    configurationPolicy = ConfigurationPolicy.REQUIRE, immediate = true)
public final class BlobsComponent extends FileBlobs {
    @interface Config {
        String home();
    }

    @Activate
    public BlobsComponent(Config config) {
        super(Path.of(config.home(), "data", "blobs"));
    }
}
