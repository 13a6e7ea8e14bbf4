/**
 * The client port: from socket bytes to calls, and from replies to socket bytes.
 *
 * <p>Everything here belongs to one {@link dev.sluice.gateway.GatewayVerticle} and is confined to its event loop, so a
 * connection needs no lock: its frames are read, its answers written and its state changed by one thread.
 */
@NullMarked
package dev.sluice.gateway;

import org.jspecify.annotations.NullMarked;
