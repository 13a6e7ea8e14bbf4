/** Defects planted in a copy of the sources, to see that the simulation finds them. */
@NullMarked
package dev.sluice.mutants;

import org.jspecify.annotations.NullMarked;
