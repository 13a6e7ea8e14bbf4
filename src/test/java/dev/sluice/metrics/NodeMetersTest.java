package dev.sluice.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a node counts. */
class NodeMetersTest {
    private final NodeMeters meters = new NodeMeters();

    @Test
    void callsInFlightAreThoseReceivedAndNotEnded() {
        meters.received();
        meters.received();
        meters.received();
        meters.ended(Ending.ANSWERED);
        meters.ended(Ending.UNKNOWN);

        assertThat(meters.receivedCount()).isEqualTo(3);
        assertThat(meters.inFlight()).isEqualTo(1);
        assertThat(meters.count(Ending.ANSWERED)).isEqualTo(1);
        assertThat(meters.count(Ending.REFUSED)).isZero();
    }

    @Test
    void callsInFlightAreNeverLessThanNone() {
        meters.ended(Ending.ANSWERED);

        assertThat(meters.inFlight()).isZero();
    }

    @Test
    void connectionsAreThoseOpenedAndNotClosed() {
        meters.connectionOpened();
        meters.connectionOpened();
        meters.connectionClosed(CloseReason.WRITE_STALL);
        meters.connectionRefused(CloseReason.MAX_CONNECTIONS);

        assertThat(meters.connectionsNow()).isEqualTo(1);
        assertThat(meters.count(CloseReason.WRITE_STALL)).isEqualTo(1);
        assertThat(meters.count(CloseReason.MAX_CONNECTIONS)).isEqualTo(1);
    }

    @Test
    void aMethodHasOneMeterHoweverOftenItIsAskedFor() {
        assertThat(meters.method("a.b")).isSameAs(meters.method("a.b")).isNotSameAs(meters.method("a"));
        assertThat(meters.methods()).extracting(MethodMeter::method).containsExactlyInAnyOrder("a", "a.b", "other");
        assertThat(meters.other().method()).isEqualTo("other");
    }

    @Test
    void abandonedHandlersGoUpAndDown() {
        MethodMeter meter = meters.method("a");
        meter.abandoned();
        meter.abandoned();
        meter.abandonedEnded();

        assertThat(meter.abandonedNow()).isEqualTo(1);
    }
}
