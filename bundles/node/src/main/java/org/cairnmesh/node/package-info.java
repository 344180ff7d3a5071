// SPDX-License-Identifier: Apache-2.0
/**
 * The one {@code Node} that everyone else sees. It stays registered while the engine behind it is
 * updated or away: drafts wait a bounded time, readers keep the last snapshot.
 */
package org.cairnmesh.node;
