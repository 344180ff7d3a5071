// SPDX-License-Identifier: Apache-2.0
/**
 * Who belongs to a space: the acts of its owner and its admins, the charter that is worked out from
 * them, how the space's keys reach its members, and the texts that people pass on. Pure: no thread,
 * no clock, no OSGi; chance is passed in.
 */
package org.cairnmesh.core.space;
