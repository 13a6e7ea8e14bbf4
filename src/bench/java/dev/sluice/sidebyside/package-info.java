/**
 * {@code make bench}: Sluice beside other servers. Starts each in turn as a process of its own, drives all of them
 * with the load generator of {@code dev.sluice.bench}, and shows what came of it. Needs no library but the product's:
 * other protocols are spoken by wires of the generator, so that all servers meet the same client, and one that costs
 * them little.
 */
@NullMarked
package dev.sluice.sidebyside;

import org.jspecify.annotations.NullMarked;
