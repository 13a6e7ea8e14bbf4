package dev.sluice.gateway;

/** Something of DESIGN, section 3, did not hold in a schedule. */
final class BrokenPromise extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final String promise;

    /**
     * @param promise P1 to P6, or the class whose invariant is broken
     */
    BrokenPromise(String promise, String what) {
        super(promise + ": " + what);
        this.promise = promise;
    }

    String promise() {
        return promise;
    }
}
