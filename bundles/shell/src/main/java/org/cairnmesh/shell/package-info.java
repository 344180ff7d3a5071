// SPDX-License-Identifier: Apache-2.0
/**
 * The shell of a box: Gogo commands of scope {@code cairn}, and the server and console that people
 * and programs reach them by. Commands read {@code Node.snapshot()} and append with
 * {@code Node.append}; they own no state. Threads live in {@code Listener}, {@code Connection} and
 * {@code ConsoleReader} only. What the framework's own commands do is left to Felix.
 */
package org.cairnmesh.shell;
