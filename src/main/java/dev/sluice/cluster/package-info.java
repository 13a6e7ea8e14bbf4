/**
 * Who offers which method on which node. Each node tells the others of itself; each keeps a table of its own from what it
 * hears, and asks nobody when a call comes.
 */
@NullMarked
package dev.sluice.cluster;

import org.jspecify.annotations.NullMarked;
