/**
 * The command line: what others script against. Commands turn options into a configuration and hand it on; standard
 * output carries results only, everything else goes to standard error.
 */
@NullMarked
package dev.sluice.cli;

import org.jspecify.annotations.NullMarked;
