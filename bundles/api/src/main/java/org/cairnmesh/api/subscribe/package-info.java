// SPDX-License-Identifier: Apache-2.0
/**
 * The whiteboard port for programs that want to be told about every event once it has arrived.
 */
@Export
@Version("1.1.0")
package org.cairnmesh.api.subscribe;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
