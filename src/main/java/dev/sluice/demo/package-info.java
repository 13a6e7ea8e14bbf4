/** The built-in service to try a server with: {@code services.demo}. */
@NullMarked
package dev.sluice.demo;

import org.jspecify.annotations.NullMarked;
