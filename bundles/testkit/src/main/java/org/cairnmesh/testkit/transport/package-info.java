// SPDX-License-Identifier: Apache-2.0
/**
 * What every driver must do: the contract test of the transport port. Never shipped.
 */
package org.cairnmesh.testkit.transport;
