// SPDX-License-Identifier: Apache-2.0
/**
 * The engine: the one thread that owns all state, the turn that it repeats, and the one component
 * that plugs it into the framework.
 */
package org.cairnmesh.core.engine;
