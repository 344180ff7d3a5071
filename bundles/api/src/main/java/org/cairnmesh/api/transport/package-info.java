// SPDX-License-Identifier: Apache-2.0
/**
 * The port for drivers that move frames over one medium, and the airtime of LoRa radio.
 */
@Export
@Version("1.1.0")
package org.cairnmesh.api.transport;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
