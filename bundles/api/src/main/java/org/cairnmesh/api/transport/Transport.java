// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.transport;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A driver that moves frames over one medium. The engine thread calls every method; none blocks.
 * The driver owns the threads that it needs, and calls nothing but {@link Inbox#offer}. It never
 * offers a frame that it sent itself, as some media echo it: a box takes what it hears in its own
 * name for a clone of itself.
 */
@ConsumerType
public interface Transport {
    /**
     * What moves the frames; may change while the driver is open, for instance when a radio is set.
     */
    Medium medium();

    /**
     * Starts to listen; a device that is not there yet is tried again by the driver itself.
     *
     * @throws IOException if the configuration can never work; the message says what to do
     */
    void open(Inbox inbox) throws IOException;

    /**
     * Takes a frame of at most the medium's size to send. False if there is no room, the device is
     * away or the driver is closed: try later; also for a larger frame, which is never taken.
     */
    boolean transmit(Frame frame);

    /** Stops and lets go of the device. Closing twice is harmless; a driver can be opened again. */
    void close();
}
