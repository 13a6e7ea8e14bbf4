/** The fat jar as a process, seen from outside: sockets, signals, standard output, exit codes. */
@NullMarked
package dev.sluice.process;

import org.jspecify.annotations.NullMarked;
