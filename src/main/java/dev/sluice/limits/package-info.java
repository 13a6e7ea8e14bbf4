/**
 * The budget of the whole node: the one object that event loops share. Depends on nothing of ours.
 */
@NullMarked
package dev.sluice.limits;

import org.jspecify.annotations.NullMarked;
