/**
 * Calls and replies, and how they travel between a gateway's event loop and the workers. The only user of the event bus.
 *
 * <p>On one node a batch is handed over by reference; the objects in it are immutable but for the one atomic state of a
 * {@link dev.sluice.bus.Call}.
 */
@NullMarked
package dev.sluice.bus;

import org.jspecify.annotations.NullMarked;
