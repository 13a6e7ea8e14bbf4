/**
 * The client for Java users: one connection, many calls in flight on it.
 *
 * <p>A connection lives on one event loop and needs no lock; {@link dev.sluice.client.RpcClient} may be used from any
 * thread and brings every verb there. Depends on the frames, Vert.x core and Jackson, and on nothing else of Sluice.
 */
@NullMarked
package dev.sluice.client;

import org.jspecify.annotations.NullMarked;
