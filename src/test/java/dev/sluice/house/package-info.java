/** The plan of the house, held by tests: which package may know which, and which test proves which requirement. */
@NullMarked
package dev.sluice.house;

import org.jspecify.annotations.NullMarked;
