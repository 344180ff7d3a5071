// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Appended.Reason;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.core.feed.Body;
import org.cairnmesh.core.feed.Envelope;

/** The bounds that a draft keeps, or is refused by name. */
final class DraftBounds {
    private static final int TOKEN_BYTES_MAX = 256;
    private static final EventId NO_ID =
        new EventId(Bytes.of(new byte[EventId.ORIGIN_SIZE]), 0);

    private DraftBounds() { }

    /** The refusal of a draft that breaks one of them. */
    static Optional<Appended> breach(Draft draft) {
        if (bytes(draft.by()) > Limits.BY_BYTES_MAX) {
            return refused(Reason.MALFORMED, "a name of more than " + Limits.BY_BYTES_MAX
                + " bytes");
        }
        if (bytes(draft.token()) > TOKEN_BYTES_MAX) {
            return refused(Reason.MALFORMED, "a token of more than " + TOKEN_BYTES_MAX
                + " bytes");
        }
        long at = draft.atMillis().orElse(0);
        if (at < 0 || at >= Limits.TIME_MILLIS_MAX) {
            return refused(Reason.MALFORMED, "a time out of range: " + at);
        }
        if (draft.basis().map(List::size).orElse(0) > Limits.BASIS_MAX) {
            return refused(Reason.MALFORMED, "a basis of more than " + Limits.BASIS_MAX
                + " events");
        }
        int size;
        try {
            Event body = new Event(NO_ID, draft.kind(), draft.payload(), draft.by(), at,
                draft.basis());
            Body.plainSize(Envelope.with(body,
                Envelope.overlay(draft.payload(), draft.sensitive())));
            size = Body.plainSize(body);
        } catch (IllegalArgumentException e) {
            return refused(Reason.MALFORMED, e.getMessage());
        }
        int envelope = Envelope.keptSizeMax(draft.sensitive());
        if (envelope > Limits.ENVELOPE_BYTES_MAX) {
            return refused(Reason.OVERSIZE, "sensitive values of " + envelope
                + " bytes; at most " + Limits.ENVELOPE_BYTES_MAX + " fit an envelope");
        }
        size += envelope == 0 ? 0 : Envelope.cost(envelope);
        return size > Limits.EVENT_BYTES_MAX ? refused(Reason.OVERSIZE, "an event of " + size
            + " bytes; at most " + Limits.EVENT_BYTES_MAX + " fit a block") : Optional.empty();
    }

    private static Optional<Appended> refused(Reason reason, String detail) {
        return Optional.of(new Appended.Refused(reason, detail));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
