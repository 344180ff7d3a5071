// SPDX-License-Identifier: Apache-2.0
/**
 * What an engine must do for the node in front of it and for subscribers behind it, as a test.
 */
package org.cairnmesh.testkit.engine;
