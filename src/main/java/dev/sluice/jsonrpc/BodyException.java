package dev.sluice.jsonrpc;

/** A body that is no JSON, or more of it than a body may have. Carries no stack trace: clients cause it. */
final class BodyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * @param reason what is wrong, for the client
     */
    BodyException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
