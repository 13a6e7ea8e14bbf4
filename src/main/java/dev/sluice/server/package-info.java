/**
 * The node as a whole: starts its parts in order, stops them in reverse, and says what became of every call.
 */
@NullMarked
package dev.sluice.server;

import org.jspecify.annotations.NullMarked;
