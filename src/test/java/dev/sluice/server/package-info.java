/** The node as a whole, as far as it can be seen without processes. */
@NullMarked
package dev.sluice.server;

import org.jspecify.annotations.NullMarked;
