package dev.sluice.gateway;

import dev.sluice.bus.Timing;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The member {@code meta} of an answer whose request wanted to know where the time went. */
final class TimingJson {
    private TimingJson() {}

    /**
     * Microseconds, each measured on one node; what neither node measured was spent on the bus.
     *
     * @return the JSON object, or null if nobody asked
     */
    static byte @Nullable [] of(@Nullable Timing worker, Slot slot, LongSupplier nanoTime) {
        if (worker == null) {
            return null;
        }
        long parseNanos = slot.parsedNanos - slot.receivedNanos;
        long busNanos = Math.max(0, nanoTime.getAsLong() - slot.parsedNanos - worker.totalNanos());
        String json = "{\"timing\":{\"parse\":" + micros(parseNanos) + ",\"queue\":" + micros(worker.queueNanos())
                + ",\"bus\":" + micros(busNanos) + ",\"handler\":" + micros(worker.handlerNanos()) + ",\"reply\":"
                + micros(worker.replyNanos()) + "}}";
        return json.getBytes(StandardCharsets.US_ASCII);
    }

    private static long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos);
    }
}
