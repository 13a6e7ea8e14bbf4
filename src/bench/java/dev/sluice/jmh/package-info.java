/**
 * {@code make jmh}: what the parts that every request passes cost by themselves. Behind the Maven profile {@code
 * bench}, for it needs JMH.
 */
@NullMarked
package dev.sluice.jmh;

import org.jspecify.annotations.NullMarked;
