// SPDX-License-Identifier: Apache-2.0
/**
 * Identities and the event itself: an immutable fact with an id that is known when it is appended,
 * and the bounds that every box keeps.
 */
@Export
@Version("1.1.0")
package org.cairnmesh.api.event;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
