/** Every line and every branch of frames, in and out. */
@NullMarked
package dev.sluice.frame;

import org.jspecify.annotations.NullMarked;
