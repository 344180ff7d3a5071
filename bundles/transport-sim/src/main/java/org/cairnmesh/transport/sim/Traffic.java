// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

/**
 * What a station sent and heard since the cell began; repeats are not counted. What was sent and
 * what was missed is counted when the transmission ends.
 *
 * @param frames        sent
 * @param bytes         sent
 * @param airtimeMicros spent on sending
 * @param heard         frames that it received
 * @param lost          frames in its reach that noise, or a cut during the frame, took from it
 * @param collided      frames in its reach that it missed because another overlapped them, or
 *                      because it was sending itself
 */
public record Traffic(long frames, long bytes, long airtimeMicros, long heard, long lost,
                      long collided) {
    public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0, 0);

    public Traffic plus(Traffic more) {
        return new Traffic(frames + more.frames, bytes + more.bytes,
            airtimeMicros + more.airtimeMicros, heard + more.heard, lost + more.lost,
            collided + more.collided);
    }

    static Traffic sent(int bytes, long airtimeMicros) {
        return new Traffic(1, bytes, airtimeMicros, 0, 0, 0);
    }

    static Traffic oneHeard() {
        return new Traffic(0, 0, 0, 1, 0, 0);
    }

    static Traffic oneLost() {
        return new Traffic(0, 0, 0, 0, 1, 0);
    }

    static Traffic oneCollided() {
        return new Traffic(0, 0, 0, 0, 0, 1);
    }
}
