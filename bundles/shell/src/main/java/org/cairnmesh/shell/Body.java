// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

/** What a command does; throws {@link Complaint} with what its user should know. */
@FunctionalInterface
interface Body {
    void run(Call call);
}
