// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

/**
 * Why a block or a frame was refused. Refused input changes nothing but the count of its reason.
 */
public enum Refusal {
    BAD_SIGNATURE, BROKEN_CHAIN, GAP, OVERSIZE, MALFORMED, WRONG_SPACE, WRONG_VERSION, WRONG_FEED,
    WRONG_TIME, FEED_CLOSED, CUT, NOT_ENROLLED, REVOKED, TOO_MANY_FEEDS, NO_ROOM
}
