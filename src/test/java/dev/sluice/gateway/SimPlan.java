package dev.sluice.gateway;

/** What the handler of one call does, decided when the call is made. */
enum SimPlan {
    RESULT,
    RESULT_LATER,
    RESULT_TWICE,
    RESULT_WHEN_CANCELLED,
    RESULT_TOO_LARGE,
    RESULT_UNWRITABLE,
    ERROR,
    ERROR_LATER,
    ERROR_WHEN_CANCELLED,
    ERROR_RESERVED,
    THROW,
    NO_FUTURE,
    NEVER;

    /** The code of a handler's own error. */
    static final int OWN_CODE = 7;

    /** True if the future completes after the handler has returned it. */
    boolean isLate() {
        return switch (this) {
            case RESULT_LATER, RESULT_TWICE, RESULT_WHEN_CANCELLED, ERROR_LATER, ERROR_WHEN_CANCELLED, NEVER -> true;
            default -> false;
        };
    }

    /** The code of the answer when the handler has ended; 0 for a result. */
    int code() {
        return switch (this) {
            case RESULT, RESULT_LATER, RESULT_TWICE, RESULT_WHEN_CANCELLED, NEVER -> 0;
            case RESULT_TOO_LARGE -> -32006;
            case ERROR, ERROR_LATER, ERROR_WHEN_CANCELLED -> OWN_CODE;
            case RESULT_UNWRITABLE, ERROR_RESERVED, THROW, NO_FUTURE -> -32603;
        };
    }
}
