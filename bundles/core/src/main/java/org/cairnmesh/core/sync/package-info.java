// SPDX-License-Identifier: Apache-2.0
/**
 * Sync as a state machine without I/O: beacon, need, block. Every frame may be lost, repeated,
 * late, cut or forged; a session can be thrown away at any time.
 */
package org.cairnmesh.core.sync;
