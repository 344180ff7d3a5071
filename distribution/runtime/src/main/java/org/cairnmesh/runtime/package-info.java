// SPDX-License-Identifier: Apache-2.0
/**
 * The process around a box: options, the home directory, the OSGi framework with its bundles, logs
 * and a clean end; and the client of a running box's shell. No domain logic: what a box does is the
 * business of the bundles, and nothing here can name one of their classes.
 */
package org.cairnmesh.runtime;
