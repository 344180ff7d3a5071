// SPDX-License-Identifier: Apache-2.0
/**
 * The port to the durable store of a box, with a log for each space. A log knows blocks and staged
 * events as opaque bytes with the few facts that place them; what the bytes mean is the business of
 * the engine.
 */
@Export
@Version("1.2.0")
package org.cairnmesh.api.log;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
