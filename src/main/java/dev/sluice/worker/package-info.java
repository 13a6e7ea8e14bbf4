/**
 * Runs handlers: takes batches of calls from the bus, binds params, enters handlers, writes results, replies. Whatever a
 * handler does ends in exactly one reply.
 */
@NullMarked
package dev.sluice.worker;

import org.jspecify.annotations.NullMarked;
