package dev.sluice.limits;

import static dev.sluice.limits.ConnectionPlaces.Place.ADDRESS_FULL;
import static dev.sluice.limits.ConnectionPlaces.Place.NODE_FULL;
import static dev.sluice.limits.ConnectionPlaces.Place.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** So many connections of the node, and so many of one address. */
class ConnectionPlacesTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 20_000;

    @Test
    void theNodeHasSoManyPlacesWhoeverTakesThem() {
        ConnectionPlaces places = new ConnectionPlaces(2, 0);

        assertThat(places.take("192.0.2.1")).isEqualTo(TAKEN);
        assertThat(places.take("192.0.2.1")).isEqualTo(TAKEN);
        assertThat(places.take("192.0.2.2")).isEqualTo(NODE_FULL);
        assertThat(places.open()).isEqualTo(places.max()).isEqualTo(2);
        places.give("192.0.2.1");
        assertThat(places.take("192.0.2.2")).isEqualTo(TAKEN);
    }

    @Test
    void anAddressHasSoManyAndTheOthersDoNotMind() {
        ConnectionPlaces places = new ConnectionPlaces(100, 2);
        places.take("192.0.2.1");
        places.take("192.0.2.1");

        assertThat(places.take("192.0.2.1")).isEqualTo(ADDRESS_FULL);
        assertThat(places.open()).as("who got no place holds none").isEqualTo(2);
        assertThat(places.take("192.0.2.2")).isEqualTo(TAKEN);
        places.give("192.0.2.1");
        assertThat(places.take("192.0.2.1")).isEqualTo(TAKEN);
        assertThat(places.take("192.0.2.1")).isEqualTo(ADDRESS_FULL);
    }

    @Test
    void aFullNodeIsSaidBeforeAFullAddressAndCountsForNoAddress() {
        ConnectionPlaces places = new ConnectionPlaces(1, 1);
        places.take("192.0.2.1");
        assertThat(places.take("192.0.2.1")).isEqualTo(NODE_FULL);
        assertThat(places.take("192.0.2.2")).isEqualTo(NODE_FULL);

        places.give("192.0.2.1");
        assertThat(places.take("192.0.2.2")).isEqualTo(TAKEN);
    }

    @Test
    void anAddressIsForgottenWithItsLastConnection() {
        ConnectionPlaces places = new ConnectionPlaces(1_000, 1);
        for (int i = 0; i < 200; i++) {
            assertThat(places.take("192.0.2." + i)).isEqualTo(TAKEN);
        }
        for (int i = 0; i < 200; i++) {
            assertThat(places.take("192.0.2." + i)).isEqualTo(ADDRESS_FULL);
            places.give("192.0.2." + i);
        }

        assertThat(places).extracting("ofAddress").asString().isEqualTo("{}");
        assertThat(places.open()).isZero();
    }

    @Test
    void addressesAreNotRememberedWhenTheyAreNotLimited() {
        ConnectionPlaces places = new ConnectionPlaces(10, 0);
        places.take("192.0.2.1");

        assertThat(places).extracting("ofAddress").asString().isEqualTo("{}");
    }

    @Test
    void givingBackMoreThanWasTakenIsADefect() {
        ConnectionPlaces places = new ConnectionPlaces(1, 0);

        assertThatThrownBy(() -> places.give("192.0.2.1")).isInstanceOf(AssertionError.class);
    }

    @Test
    void manyThreadsGiveBackWhatTheyTook() throws Exception {
        ConnectionPlaces places = new ConnectionPlaces(3, 2);
        CountDownLatch start = new CountDownLatch(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<Integer>> ends = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String address = "192.0.2." + i % 2;
            ends.add(threads.submit(() -> {
                start.countDown();
                start.await();
                int taken = 0;
                for (int round = 0; round < ROUNDS; round++) {
                    if (places.take(address) == TAKEN) {
                        taken++;
                        places.give(address);
                    }
                }
                return taken;
            }));
        }
        int taken = 0;
        for (Future<Integer> end : ends) {
            taken += end.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();

        assertThat(taken).as("places taken by all threads together").isPositive();
        assertThat(places.open()).isZero();
        assertThat(places).extracting("ofAddress").asString().isEqualTo("{}");
    }
}
