// SPDX-License-Identifier: Apache-2.0
/** What the benches add to the store: a log in any file that counts what it writes. */
package org.cairnmesh.store;
