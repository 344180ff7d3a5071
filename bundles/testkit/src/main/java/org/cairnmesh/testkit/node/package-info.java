// SPDX-License-Identifier: Apache-2.0
/**
 * What a node must do while engines come and go behind it, and an engine in memory to show it with.
 * Never shipped.
 */
package org.cairnmesh.testkit.node;
