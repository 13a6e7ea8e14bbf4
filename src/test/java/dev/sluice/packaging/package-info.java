/** What surrounds the code: the image, and the script that tests a clean checkout. */
@NullMarked
package dev.sluice.packaging;

import org.jspecify.annotations.NullMarked;
