package dev.sluice.metrics;

import java.util.EnumMap;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** One counter for each constant of an enum. For any thread: the map never changes after construction. */
final class EnumCounters<E extends Enum<E>> {
    private final EnumMap<E, LongAdder> counters;

    EnumCounters(Class<E> type) {
        counters = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            counters.put(constant, new LongAdder());
        }
    }

    void increment(E constant) {
        counter(constant).increment();
    }

    long count(E constant) {
        return counter(constant).sum();
    }

    long sum() {
        long sum = 0;
        for (LongAdder counter : counters.values()) {
            sum += counter.sum();
        }
        return sum;
    }

    private LongAdder counter(E constant) {
        return Objects.requireNonNull(counters.get(constant));
    }
}
