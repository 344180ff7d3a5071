// SPDX-License-Identifier: Apache-2.0
/**
 * A simulated LoRa cell, and the driver that joins it. {@code Cell} is pure: one thread, one seed,
 * time passed in. {@code AirServer} runs a cell in scaled real time for box processes on one
 * machine; {@code SimTransport} is a box's station in it.
 */
package org.cairnmesh.transport.sim;
