package dev.sluice.bus;

import java.util.concurrent.atomic.AtomicInteger;

/** How many calls all loops of this node have for a lane, as each of them knew when it last looked. For any thread. */
public final class LaneLoad {
    private final AtomicInteger calls = new AtomicInteger();

    /** What one loop has became so much more, or less. */
    void change(int by) {
        if (by != 0) {
            calls.addAndGet(by);
        }
    }

    /** Calls that wait for the lane or that it works on. */
    public int calls() {
        return calls.get();
    }
}
