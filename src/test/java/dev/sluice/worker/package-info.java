/** Handlers of every kind, called as a gateway calls them. */
@NullMarked
package dev.sluice.worker;

import org.jspecify.annotations.NullMarked;
