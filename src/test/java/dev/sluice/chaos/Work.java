package dev.sluice.chaos;

/** What a request asks for. */
enum Work {
    QUICK(JournalService.QUICK, 1),
    LATER(JournalService.LATER, 1),
    BLOCK(JournalService.BLOCK, 1),
    LARGE(JournalService.LARGE, 1),
    FAIL(JournalService.FAIL, 1),
    /** Registered idempotent: it may be dispatched once more. */
    TWICE(JournalService.TWICE, 2),
    /** The server's own method: no handler of ours, nothing in the journal. */
    HELLO("rpc.hello", 0);

    private final String method;
    private final int mostStarts;

    Work(String method, int mostStarts) {
        this.method = method;
        this.mostStarts = mostStarts;
    }

    String method() {
        return method;
    }

    /** How often a handler may be entered for one request. */
    int mostStarts() {
        return mostStarts;
    }

    boolean isJournalled() {
        return this != HELLO;
    }
}
