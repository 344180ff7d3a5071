// SPDX-License-Identifier: Apache-2.0
/**
 * The deterministic simulator, the demo and the benches: a flat class path that may name every
 * bundle.
 */
package org.cairnmesh.sim;
