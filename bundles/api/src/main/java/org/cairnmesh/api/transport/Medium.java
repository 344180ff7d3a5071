// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.transport;

/**
 * What a transport sends through.
 *
 * @param name      for people, such as {@code lora SF8 869.525 MHz}
 * @param mtuBytes  the largest frame
 * @param airtime   how long a frame occupies the medium
 * @param broadcast whether everyone in range hears a frame
 * @param radio     whether strangers in range hear it too
 * @param duty      the share of time that this box may transmit, above 0, at most 1
 */
public record Medium(String name, int mtuBytes, Airtime airtime, boolean broadcast, boolean radio,
                     double duty) {
    /** The time that a frame of so many bytes occupies the medium, in microseconds. */
    @FunctionalInterface
    public interface Airtime {
        long micros(int bytes);
    }

    public Medium {
        if (mtuBytes < 64 || !(duty > 0 && duty <= 1)) {
            throw new IllegalArgumentException("mtu " + mtuBytes + ", duty " + duty);
        }
    }
}
