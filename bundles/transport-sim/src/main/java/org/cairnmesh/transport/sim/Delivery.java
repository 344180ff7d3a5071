// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import org.cairnmesh.api.transport.Frame;

/** A frame that a station heard, by the names of the stations, at a time of the cell. */
public record Delivery(String from, String to, Frame frame, long atMicros) { }
