package dev.sluice.chaos;

/**
 * One blow to one worker; times are those of {@link System#nanoTime()}.
 *
 * @param victim the worker's number
 * @param atNanos when it was struck
 * @param overNanos when it, or the one in its place, could work again
 */
record Strike(Blow blow, int victim, long atNanos, long overNanos) {}
