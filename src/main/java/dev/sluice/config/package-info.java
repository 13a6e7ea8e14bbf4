/**
 * The configuration: records that are read once, checked, and never change.
 *
 * <p>A key lives in one place, the {@code from} method of its record: its name, default, range and description. The
 * file, the environment's names, {@code --help} and the errors are made from that.
 */
@NullMarked
package dev.sluice.config;

import org.jspecify.annotations.NullMarked;
