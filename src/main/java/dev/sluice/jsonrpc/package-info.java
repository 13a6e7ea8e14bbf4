/**
 * JSON-RPC 2.0: reads the envelope of a body as a stream, without building a tree, and writes responses.
 *
 * <p>Everything here is a pure function of its input, or a value. Knows nothing of sockets, frames or the event bus.
 *
 * @see <a href="https://www.jsonrpc.org/specification">JSON-RPC 2.0 Specification</a>
 */
@NullMarked
package dev.sluice.jsonrpc;

import org.jspecify.annotations.NullMarked;
