/**
 * The list of conformance: cases of bytes in and bytes out, written in YAML under {@code src/test/resources/conformance},
 * played against the fat jar as a process. Its README says how a case is written.
 */
@NullMarked
package dev.sluice.conformance;

import org.jspecify.annotations.NullMarked;
