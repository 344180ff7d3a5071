// SPDX-License-Identifier: Apache-2.0
/**
 * A second decoder of what boxes keep and say, written from docs/wire.md alone: it shares no class
 * with the product, only what the JDK has. Where it and the core read the same bytes differently,
 * one of them or the page is wrong.
 */
package org.cairnmesh.second;
