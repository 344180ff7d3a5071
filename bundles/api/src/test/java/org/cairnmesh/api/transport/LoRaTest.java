// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoRaTest {
    private static final int[] SIZES = {20, 51, 83, 115, 167, 187, 254, 483, 500};

    /** Seconds at 125 kHz and 4/5, measured and rounded by others, to the digits they gave. */
    @ParameterizedTest
    @CsvSource({
        "7,  0.07 0.12 0.17 0.21 0.29 0.32 0.42 0.80 0.82",
        "8,  0.12 0.21 0.29 0.37 0.50 0.55 0.73 1.38 1.43",
        "9,  0.23 0.37 0.51 0.66 0.90 0.98 1.29 2.48 2.56",
        "10, 0.45 0.70 0.94 1.23 1.64 1.80 2.38 4.55 4.67",
        "11, 0.91 1.48 2.05 2.63 3.61 3.94 5.17 9.92 10.2",
        "12, 1.81 2.79 3.78 4.92 6.56 7.22 9.35 17.9 18.5"})
    void airtimesAreThoseOfTheFirmware(int spreadingFactor, String row) {
        LoRa setting = new LoRa(spreadingFactor, 125_000, 5);
        String[] seconds = row.split(" ");

        for (int i = 0; i < SIZES.length; i++) {
            double half = seconds[i].length() == 4 && seconds[i].indexOf('.') == 2 ? 0.05 : 0.005;
            assertEquals(Double.parseDouble(seconds[i]), setting.micros(SIZES[i]) / 1e6,
                half + 1e-9, "SF" + spreadingFactor + ", " + SIZES[i] + " bytes");
        }
    }

    @ParameterizedTest
    @CsvSource({"250000, 0.43", "500000, 0.24"})
    void widerChannelsAreFaster(int bandwidthHz, double seconds) {
        LoRa setting = new LoRa(7, bandwidthHz, 5);

        assertEquals(seconds, setting.micros(500) / 1e6, 0.005);
    }

    @Test
    void aPacketBeyondOneFrameTakesASecondWithItsOwnPreamble() {
        LoRa setting = new LoRa(8, 125_000, 5);

        assertEquals(setting.micros(254) + setting.micros(1), setting.micros(255));
        assertEquals(2 * setting.micros(254), setting.micros(508));
    }

    @ParameterizedTest
    @CsvSource({"4, 125000, 5", "13, 125000, 5", "8, 7799, 5", "8, 1625001, 5", "8, 125000, 4",
        "8, 125000, 9"})
    void whatNoRadioCanDoIsRefused(int spreadingFactor, int bandwidthHz, int codingRate) {
        assertThrows(IllegalArgumentException.class,
            () -> new LoRa(spreadingFactor, bandwidthHz, codingRate));
    }
}
