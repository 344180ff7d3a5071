// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.fold;

import org.cairnmesh.api.data.Bytes;

/**
 * What of a log a checkpoint covers: its first blocks.
 *
 * @param blocks how many, in the order of arrival
 * @param digest of their ids in that order
 */
public record Cover(int blocks, Bytes digest) { }
