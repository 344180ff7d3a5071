// SPDX-License-Identifier: Apache-2.0
/**
 * The port between the node, which stays, and the engine behind it, which comes and goes.
 */
@Export
@Version("1.1.0")
package org.cairnmesh.api.engine;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
