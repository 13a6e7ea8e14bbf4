/**
 * The ledger: servers are stopped at the worst moment, under clients of every kind, and what the clients saw is held
 * against what the handlers wrote down. {@code ChaosMain} is the tool, {@code ChaosIT} its short form, {@link Ledger} the
 * judge.
 */
@NullMarked
package dev.sluice.chaos;

import org.jspecify.annotations.NullMarked;
