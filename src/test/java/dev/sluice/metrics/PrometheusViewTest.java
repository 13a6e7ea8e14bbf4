package dev.sluice.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The names that others' dashboards rely on, and the values behind them. */
class PrometheusViewTest {
    private final NodeMeters meters = new NodeMeters();
    private final AtomicInteger state = new AtomicInteger();

    @Test
    void showsEveryCountUnderItsName() {
        MethodMeter method = meters.method("orders.get");
        method.ended(Outcome.OK);
        method.ended(Outcome.OK);
        method.ended(Outcome.DEADLINE);
        method.abandoned();
        method.slowHandler();
        meters.other().ended(Outcome.ERROR);
        meters.received();
        meters.refused(Refusal.BLOCKING_QUEUE);
        meters.notification(Outcome.CANCELLED);
        meters.connectionOpened();
        meters.connectionOpened();
        meters.connectionClosed(CloseReason.BAD_MAGIC);
        meters.bytesIn(12);
        meters.bytesOut(34);
        meters.lateReply();
        state.set(2);

        assertThat(lines(new PrometheusView(meters, state::get)))
                .contains(
                        "sluice_requests_total{method=\"orders.get\",outcome=\"ok\"} 2.0",
                        "sluice_requests_total{method=\"orders.get\",outcome=\"deadline\"} 1.0",
                        "sluice_requests_total{method=\"orders.get\",outcome=\"lost\"} 0.0",
                        "sluice_requests_total{method=\"other\",outcome=\"error\"} 1.0",
                        "sluice_abandoned{method=\"orders.get\"} 1.0",
                        "sluice_slow_handlers_total{method=\"orders.get\"} 1.0",
                        "sluice_inflight 1.0",
                        "sluice_rejected_total{reason=\"blocking_queue\"} 1.0",
                        "sluice_rejected_total{reason=\"max_in_flight\"} 0.0",
                        "sluice_notifications_total{outcome=\"cancelled\"} 1.0",
                        "sluice_connections 1.0",
                        "sluice_connections_closed_total{reason=\"bad_magic\"} 1.0",
                        "sluice_bytes_total{direction=\"in\"} 12.0",
                        "sluice_bytes_total{direction=\"out\"} 34.0",
                        "sluice_late_replies_total 1.0",
                        "sluice_state 2.0");
    }

    @Test
    void readsTheCountersWhenItIsAsked() {
        PrometheusView view = new PrometheusView(meters, state::get);
        assertThat(lines(view)).contains("sluice_inflight 0.0");

        meters.received();
        assertThat(lines(view)).contains("sluice_inflight 1.0");
    }

    private static List<String> lines(PrometheusView view) {
        return view.scrape().lines().toList();
    }
}
