package dev.sluice.gateway;

import java.util.ArrayList;
import java.util.List;

/** What happened in a schedule, line by line. Off while millions of them run: a schedule that failed is run again with it. */
final class SimTrace {
    private final List<String> lines = new ArrayList<>();
    private final boolean on;

    private SimTrace(boolean on) {
        this.on = on;
    }

    static SimTrace off() {
        return new SimTrace(false);
    }

    static SimTrace on() {
        return new SimTrace(true);
    }

    /** True if lines are kept: ask before making one. */
    boolean isOn() {
        return on;
    }

    void line(String line) {
        if (on) {
            lines.add(line);
        }
    }

    List<String> lines() {
        return lines;
    }
}
