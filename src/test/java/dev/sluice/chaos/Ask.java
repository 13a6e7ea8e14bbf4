package dev.sluice.chaos;

/**
 * One request, notification or entry of a batch.
 *
 * @param token unique among all of a run; the id of the JSON-RPC request and a member of its params
 * @param wantsAnswer false for a notification
 */
record Ask(long token, Work work, boolean wantsAnswer) {}
