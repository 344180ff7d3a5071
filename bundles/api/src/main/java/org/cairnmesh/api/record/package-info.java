// SPDX-License-Identifier: Apache-2.0
/**
 * The vocabulary of assessment records: how drafts of records, fields, notes and attachments are
 * written, and how the documents of the default reducer are read.
 */
@Export
@Version("1.2.0")
package org.cairnmesh.api.record;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
