// SPDX-License-Identifier: Apache-2.0
/**
 * Plain immutable values that every other package is made of: bytes, data items with their one
 * deterministic encoding (CBOR, RFC 8949 section 4.2.1), and a persistent sorted map.
 */
@Export
@Version("1.0.0")
package org.cairnmesh.api.data;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
