// SPDX-License-Identifier: Apache-2.0
/**
 * The port to the store of large contents (photos, files), each named by its SHA-256.
 */
@Export
@Version("1.1.0")
package org.cairnmesh.api.blob;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
