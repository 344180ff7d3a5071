// SPDX-License-Identifier: Apache-2.0
/**
 * The port through which shells, pages, imports and other programs use a box: append drafts, read
 * snapshots.
 */
@Export
@Version("1.2.0")
package org.cairnmesh.api.node;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
