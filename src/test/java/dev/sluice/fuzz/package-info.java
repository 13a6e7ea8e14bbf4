/**
 * Fuzz targets and what they compare with. In a test run they read the inputs under {@code src/test/resources}; {@code make
 * fuzz} lets Jazzer look for new ones.
 */
@NullMarked
package dev.sluice.fuzz;

import org.jspecify.annotations.NullMarked;
