package dev.sluice.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How much was simulated, and what happened in it. One for each thread, added up at the end. */
@SuppressWarnings("EnumOrdinal") // counted thousands of times a millisecond, and never stored
final class SimCoverage {
    private final long[] events = new long[SimEvent.values().length];
    private long schedules;
    private long steps;

    void count(SimEvent event) {
        events[event.ordinal()]++;
    }

    void count(SimEvent event, long times) {
        events[event.ordinal()] += times;
    }

    void schedule(int stepsOfIt) {
        schedules++;
        steps += stepsOfIt;
    }

    void add(SimCoverage other) {
        schedules += other.schedules;
        steps += other.steps;
        for (int i = 0; i < events.length; i++) {
            events[i] += other.events[i];
        }
    }

    long schedules() {
        return schedules;
    }

    long steps() {
        return steps;
    }

    /** What never happened. */
    List<SimEvent> missed() {
        List<SimEvent> missed = new ArrayList<>();
        for (SimEvent event : SimEvent.values()) {
            if (events[event.ordinal()] == 0) {
                missed.add(event);
            }
        }
        return missed;
    }

    /** Three columns of events and how often they happened. */
    String table() {
        StringBuilder table = new StringBuilder();
        SimEvent[] all = SimEvent.values();
        int rows = (all.length + 2) / 3;
        for (int row = 0; row < rows; row++) {
            for (int i = row; i < all.length; i += rows) {
                String name = all[i].name().toLowerCase(Locale.ROOT).replace('_', ' ');
                table.append(String.format(Locale.ROOT, "  %-26s%,12d", name, events[i]));
            }
            table.append('\n');
        }
        return table.toString();
    }
}
