// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.ledger;

import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Aside;

/**
 * What the log of a space holds.
 *
 * @param id         of the log
 * @param space      of the space
 * @param spaceName  the name of the space, for people
 * @param staged     how many events wait to be sealed
 * @param unreadable of how many blocks the body cannot be read
 * @param aside      what the medium damaged
 */
public record Stock(Bytes id, SpaceId space, String spaceName, long blocks, int staged,
                    long unreadable, Aside aside) { }
