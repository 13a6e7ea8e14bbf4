package dev.sluice.chaos;

/**
 * What the server said of one request.
 *
 * @param token the id of the JSON-RPC response
 * @param code of an error, 0 with a result
 */
record Answer(long token, Said said, int code) {
    static final int OVERLOADED = -32000;
    static final int DRAINING = -32001;

    /** What a client may conclude. */
    enum Said {
        /** A result, of this very token. */
        RESULT,
        /** An error, executed "no". */
        NO,
        /** An error, executed "yes". */
        YES,
        /** An error, executed "unknown". */
        UNKNOWN,
        /** The result of another request, or an error that does not say whether it was executed. */
        STRANGE
    }

    static Answer result(long token) {
        return new Answer(token, Said.RESULT, 0);
    }

    static Answer error(long token, Said said, int code) {
        return new Answer(token, said, code);
    }

    /** True for the errors that a receipt counts as refused. */
    boolean isRefusal() {
        return said != Said.RESULT && (code == OVERLOADED || code == DRAINING);
    }
}
