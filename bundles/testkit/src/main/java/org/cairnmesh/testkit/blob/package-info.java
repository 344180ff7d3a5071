// SPDX-License-Identifier: Apache-2.0
/**
 * What tests of large contents need: the contract of the port and contents in memory. Never
 * shipped.
 */
package org.cairnmesh.testkit.blob;
