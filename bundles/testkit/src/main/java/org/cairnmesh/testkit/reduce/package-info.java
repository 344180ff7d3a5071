// SPDX-License-Identifier: Apache-2.0
/**
 * What a reducer must keep, as tests: histories of several authors drawn from a seed, with the
 * truth of who had seen what, and the contract that folds them in many ways.
 */
package org.cairnmesh.testkit.reduce;
