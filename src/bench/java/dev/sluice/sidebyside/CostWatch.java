package dev.sluice.sidebyside;

import dev.sluice.bench.Bench;
import dev.sluice.bench.BenchPlan;
import dev.sluice.process.ProcessMemory;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a server while a load runs: CPU time and results at the first and the last look within the window, so that
 * both belong to the same time. For the thread that waits for the load.
 */
final class CostWatch implements Bench.Watch {
    private record Look(long cpuMs, long results) {}

    private final ProcessMemory server;
    private final long fromNanos;
    private final long untilNanos;
    private @Nullable Look first;
    private @Nullable Look last;

    CostWatch(ProcessMemory server, BenchPlan load) {
        this.server = server;
        this.fromNanos = load.warmup().toNanos();
        this.untilNanos = fromNanos + load.duration().toNanos();
    }

    @Override
    public void at(long elapsedNanos, long results) {
        if (elapsedNanos < fromNanos || elapsedNanos > untilNanos) {
            return;
        }
        try {
            last = new Look(server.cpuMs(), results);
        } catch (IOException e) {
            last = null; // it has ended: the load says what that did
        }
        if (first == null) {
            first = last;
        }
    }

    /** CPU time of the server's process for a result; not a number if there was none. */
    double cpuMicrosOfResult() {
        if (first == null || last == null || last.results == first.results) {
            return Double.NaN;
        }
        return 1_000.0 * (last.cpuMs - first.cpuMs) / (last.results - first.results);
    }
}
