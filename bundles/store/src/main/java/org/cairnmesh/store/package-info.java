// SPDX-License-Identifier: Apache-2.0
/**
 * The event log on H2's MVStore, and large contents as files, both in {@code HOME/data}. From the
 * outside in: {@link StoreComponent} is the plug, {@link MvEventLog} knows what a log is,
 * {@link LogFile} knows what a file may go through, {@link AppendOnlyStore} is how H2 reaches the
 * disk, and {@link Disk} is all that is asked of it.
 */
package org.cairnmesh.store;
