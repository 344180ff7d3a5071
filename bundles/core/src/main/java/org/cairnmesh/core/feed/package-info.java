// SPDX-License-Identifier: Apache-2.0
/**
 * Feeds of blocks: how a block is written, signed and checked, and the graph of all blocks that are
 * held: their ranks, the one total order, and who had seen what. Pure: no thread, no clock, no
 * OSGi.
 */
package org.cairnmesh.core.feed;
