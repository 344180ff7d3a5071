// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.reduce;

import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.reduce.Causality;

/** An event of a drawn history, and the truth about it. */
public record Told(Event event, Causality seen) { }
