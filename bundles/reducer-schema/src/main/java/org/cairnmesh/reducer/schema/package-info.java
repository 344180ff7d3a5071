// SPDX-License-Identifier: Apache-2.0
/**
 * The default reducer: assessment records out of creates, field values, notes and attachments. An
 * event is read once into an {@link Entry}; the entry changes the {@link State} of everything that
 * shares a key, which has one {@link Part} for each form. All of it is pure.
 */
package org.cairnmesh.reducer.schema;
