package dev.sluice.fuzz;

/** What {@link ReferenceJson} found some bytes to be. */
sealed interface Reading {
    /** One value, and whether it keeps to the limits of the protocol, section 2. */
    record Json(JsonValue root, boolean withinLimits) implements Reading {}

    /** UTF-8, but no JSON. */
    record NotJson() implements Reading {}

    /** Bytes that are no text. */
    record NotUtf8() implements Reading {}

    /** Beyond the limit of depth, the rest unread. */
    record TooDeep() implements Reading {}
}
