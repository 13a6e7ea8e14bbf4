/**
 * The load generator behind {@code sluice bench}: closed and open loops over plain sockets, and what it makes of the
 * results. It knows the wire, and nothing of the server.
 */
@NullMarked
package dev.sluice.bench;

import org.jspecify.annotations.NullMarked;
