// SPDX-License-Identifier: Apache-2.0
/**
 * Projections: what the reducers have folded of the events in the graph, kept right when an event
 * arrives late or a block moves in the order. Pure but for the plug-ins that it calls.
 */
package org.cairnmesh.core.fold;
