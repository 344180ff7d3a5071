// SPDX-License-Identifier: Apache-2.0
/**
 * The port for plug-ins that turn events into documents: pure folds, called in the total order.
 */
@Export
@Version("1.1.0")
package org.cairnmesh.api.reduce;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
