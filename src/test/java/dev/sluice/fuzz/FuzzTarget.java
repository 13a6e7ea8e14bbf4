package dev.sluice.fuzz;

/** The fuzz targets and how large an input for each may grow. */
enum FuzzTarget {
    FRAME(FrameFuzzTest.class, 16 * 1024),
    ENVELOPE(EnvelopeFuzzTest.class, 8 * 1024),
    PARAMS(ParamsFuzzTest.class, 2 * 1024);

    private final Class<?> test;
    private final int maxInputBytes;

    FuzzTarget(Class<?> test, int maxInputBytes) {
        this.test = test;
        this.maxInputBytes = maxInputBytes;
    }

    Class<?> test() {
        return test;
    }

    int maxInputBytes() {
        return maxInputBytes;
    }
}
