// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.record;

import org.cairnmesh.api.event.Kind;

/** The event kinds of assessment records, and the name of the reducer that folds them. */
public final class Kinds {
    public static final String REDUCER = "records";
    public static final Kind CREATE = new Kind("record.create");
    public static final Kind SET = new Kind("field.set");
    public static final Kind NOTE = new Kind("note.add");
    public static final Kind ATTACH = new Kind("attachment.add");
    public static final Kind RESOLVE = new Kind("field.resolve");

    private Kinds() { }
}
