/** A small load generator and what it compares: {@code make ratio}. No tests; speed does not belong into a timed test. */
@NullMarked
package dev.sluice.load;

import org.jspecify.annotations.NullMarked;
