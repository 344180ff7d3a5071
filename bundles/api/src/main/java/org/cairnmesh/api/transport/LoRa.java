// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.transport;

/**
 * A setting of a LoRa radio with the RNode firmware, and the airtime that follows from it.
 *
 * @param spreadingFactor 5 to 12
 * @param bandwidthHz     such as 125 000
 * @param codingRate      5 to 8, for 4/5 to 4/8
 */
public record LoRa(int spreadingFactor, int bandwidthHz, int codingRate)
    implements Medium.Airtime {
    /** The payload of one LoRa frame of this firmware; larger packets go as two frames. */
    public static final int FRAME_BYTES_MAX = 254;
    /** The largest packet that the firmware takes. */
    public static final int PACKET_BYTES_MAX = 508;

    private static final int PREAMBLE_SYMBOLS_MIN = 18;
    private static final double PREAMBLE_SECONDS_MIN = 0.024;
    private static final double LOW_RATE_SYMBOL_SECONDS = 0.016;

    public LoRa {
        if (spreadingFactor < 5 || spreadingFactor > 12 || codingRate < 5 || codingRate > 8
            || bandwidthHz < 7_800 || bandwidthHz > 1_625_000) {
            throw new IllegalArgumentException("no LoRa setting: SF" + spreadingFactor
                + " BW" + bandwidthHz + " CR4/" + codingRate);
        }
    }

    /**
     * The time on air of a packet, which is sent as one frame or two, each with one byte of header.
     * The formula is that of Semtech's SX1276 data sheet, section 4.1.1.7, with the preamble of the
     * RNode firmware.
     */
    @Override
    public long micros(int bytes) {
        if (bytes <= FRAME_BYTES_MAX) {
            return frameMicros(bytes + 1);
        }
        return frameMicros(FRAME_BYTES_MAX + 1) + frameMicros(bytes - FRAME_BYTES_MAX + 1);
    }

    private long frameMicros(int bytes) {
        double symbol = Math.pow(2, spreadingFactor) / bandwidthHz;
        int lowRate = symbol > LOW_RATE_SYMBOL_SECONDS ? 1 : 0;
        double preamble =
            Math.max(PREAMBLE_SYMBOLS_MIN, Math.ceil(PREAMBLE_SECONDS_MIN / symbol));
        double payload = Math.ceil((8.0 * bytes - 4 * spreadingFactor + 28 + 16)
            / (4.0 * (spreadingFactor - 2 * lowRate))) * codingRate;
        return Math.round((preamble + 4.25 + 8 + Math.max(0, payload)) * symbol * 1e6);
    }
}
