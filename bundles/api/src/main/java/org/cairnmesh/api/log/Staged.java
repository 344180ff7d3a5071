// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.log;

import org.cairnmesh.api.data.Bytes;

/**
 * An event that waits to be sealed.
 *
 * @param event the encoded event, opaque to the log
 * @param name  the encoded id of the event: what {@link EventLog#tokened} answers
 * @param token what the caller named its draft, so that the same draft is appended once; may be
 *              empty
 */
public record Staged(Bytes event, Bytes name, String token) { }
