// SPDX-License-Identifier: Apache-2.0
/**
 * The port to read a box's log beside its work: to check it, and to copy it.
 */
@Export
@Version("1.0.0")
package org.cairnmesh.api.ledger;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
