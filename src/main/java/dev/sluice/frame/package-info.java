/**
 * The wire: a 12-byte header and a body. Knows nothing of sockets, the event bus, clocks or JSON.
 *
 * <p>Confined to whoever owns the connection; nothing here is shared between threads.
 */
@NullMarked
package dev.sluice.frame;

import org.jspecify.annotations.NullMarked;
