/** Tests of the load generator, against servers that do as they are told. */
@NullMarked
package dev.sluice.bench;

import org.jspecify.annotations.NullMarked;
