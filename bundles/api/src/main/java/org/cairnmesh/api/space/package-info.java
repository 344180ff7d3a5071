// SPDX-License-Identifier: Apache-2.0
/**
 * What an owner tells a box beside appending: which spaces it is in, and how it shares them.
 */
@Export
@Version("1.1.0")
package org.cairnmesh.api.space;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
