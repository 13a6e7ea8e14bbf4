package dev.sluice.sidebyside;

/**
 * One load on one server.
 *
 * @param round from 1 on
 */
record Step(int round, Contender contender, Shape shape) {}
