/**
 * What the node counts. Counters may be used from any thread. Labels are registered names only; no text of a client ever
 * becomes one.
 */
@NullMarked
package dev.sluice.metrics;

import org.jspecify.annotations.NullMarked;
