// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.event;

/** The bounds that every box keeps, so that what one accepts no other refuses. Sizes in bytes. */
public final class Limits {
    /** What one Reticulum link packet carries: a block should fit it. */
    public static final int PACKET_BYTES = 431;
    /** The most packets that one block may take. */
    public static final int BLOCK_PACKETS_MAX = 8;
    /** Header, body and signature of one block as it travels. */
    public static final int BLOCK_BYTES_MAX = BLOCK_PACKETS_MAX * PACKET_BYTES;
    /** The compressed body of one block, and its envelopes with it. */
    public static final int BODY_BYTES_MAX = 2_900;
    /** A body once it is inflated. */
    public static final int BODY_PLAIN_BYTES_MAX = 64 * 1024;
    /** The encoded header of one block. */
    public static final int HEADER_BYTES_MAX = 2_048;
    /** One event, encoded: even if it does not compress, it fits a block. */
    public static final int EVENT_BYTES_MAX = 2_800;
    public static final int BLOCK_EVENTS_MAX = 512;
    /** The sensitive values of one event, in their envelope as it is kept. */
    public static final int ENVELOPE_BYTES_MAX = 1_024;
    /** Events of one block that have sensitive values. */
    public static final int ENVELOPES_MAX = 32;
    /** Context entries of one block. */
    public static final int CONTEXT_MAX = 16;
    /** Context entries beyond those that the block's events replaced. */
    public static final int CONTEXT_SPARE = 8;
    /** Times are milliseconds since 1970 below this. */
    public static final long TIME_MILLIS_MAX = 1L << 48;
    /** A person's name or token. */
    public static final int BY_BYTES_MAX = 128;
    /** Events that an event lists as its basis. */
    public static final int BASIS_MAX = 32;
    /** The name that a box gives itself. */
    public static final int NAME_BYTES_MAX = 32;

    private Limits() { }
}
