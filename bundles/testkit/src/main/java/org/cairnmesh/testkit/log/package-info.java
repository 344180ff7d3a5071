// SPDX-License-Identifier: Apache-2.0
/**
 * What tests of the log need: the contract of the port, the log in memory that is its
 * specification, and seeded blocks and batches. Never shipped.
 */
package org.cairnmesh.testkit.log;
