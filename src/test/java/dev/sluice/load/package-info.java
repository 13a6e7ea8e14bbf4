/**
 * Small load generators and what they compare: {@code make ratio}, and for calls to other nodes {@code make cluster-ratio} and
 * {@code make cluster-shares}. No tests; speed does not belong into a timed test.
 */
@NullMarked
package dev.sluice.load;

import org.jspecify.annotations.NullMarked;
