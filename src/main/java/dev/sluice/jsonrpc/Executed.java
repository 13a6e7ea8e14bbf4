package dev.sluice.jsonrpc;

/** Whether handler code ran for a call that was answered with an error: {@code error.data.executed}. */
public enum Executed {
    /** Handler code was never entered: safe to retry, anywhere. */
    NO("no"),
    /** Handler code ran and the error is what came of it. */
    YES("yes"),
    /** Handler code was entered and how it ended is not known. */
    UNKNOWN("unknown");

    private final String text;

    Executed(String text) {
        this.text = text;
    }

    /** The text on the wire. */
    public String text() {
        return text;
    }
}
