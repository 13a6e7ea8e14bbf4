package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Call;
import dev.sluice.metrics.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Clients, workers, the kernel and the clock do what they may in any order. Whatever the order, a client that stays gets
 * one answer for each request, and afterwards every call has ended once and every slot is free.
 *
 * <p>The seed is printed when a schedule fails; {@code -Dsluice.seed=…} runs that one again.
 */
class RandomScheduleTest {
    private static final int SCHEDULES = 300;
    private static final int STEPS = 400;
    private static final int CLIENTS = 4;

    @Test
    void everyRequestIsAnsweredOnceInEverySchedule() {
        String chosen = System.getProperty("sluice.seed");
        if (chosen != null) {
            run(Long.parseLong(chosen));
            return;
        }
        long first = System.nanoTime();
        for (long seed = first; seed < first + SCHEDULES; seed++) {
            try {
                run(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("schedule of -Dsluice.seed=" + seed, e);
            }
        }
    }

    private static void run(long seed) {
        Schedule schedule = new Schedule(new Random(seed));
        for (int step = 0; step < STEPS; step++) {
            schedule.step();
        }
        schedule.finish();
    }

    /** One client and the number of frames it was owed an answer for. */
    private static final class Peer {
        final TestClient client;
        int requests;
        boolean left;

        Peer(TestClient client) {
            this.client = client;
        }
    }

    private static final class Schedule {
        private final Random random;
        private final GatewayFixture gateway = new GatewayFixture(new GatewayLimits(
                new GatewayLimits.Frames(500, 3_000, 5, 1_000),
                new GatewayLimits.Calls(12, 4, GatewayFixture.NEVER, 300 * GatewayFixture.MS),
                GatewayLimits.Queues.of(500, GatewayFixture.MANY_BYTES, 2_000),
                GatewayFixture.LIMITS.times()));
        private final List<Peer> peers = new ArrayList<>();
        private final List<Call> started = new ArrayList<>();
        private boolean draining;

        Schedule(Random random) {
            this.random = random;
            for (int i = 0; i < CLIENTS; i++) {
                peers.add(new Peer(gateway.connect()));
            }
        }

        void step() {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> ask(peers.get(random.nextInt(CLIENTS)));
                case 3, 4, 5 -> work();
                case 6 -> kernel(peers.get(random.nextInt(CLIENTS)).client.transport());
                case 7 -> gateway.passMs(10L * random.nextInt(4));
                case 8, 9 -> gateway.runTurn();
                case 10 -> gateway.runTurns();
                default -> rarely();
            }
        }

        private void ask(Peer peer) {
            FakeTransport transport = peer.client.transport();
            if (peer.left || transport.isGone() || transport.fin() || transport.reading() == Transport.Reading.OFF) {
                return;
            }
            int id = peer.requests;
            String method = random.nextBoolean() ? "work" : "brief";
            String body =
                    switch (random.nextInt(5)) {
                        case 0 -> "[" + TestClient.request(id, method) + "," + TestClient.work(id) + "]";
                        case 1 -> "no json";
                        case 2 -> "[" + TestClient.notification(method) + "," + TestClient.work(id) + "]";
                        default -> TestClient.request(id, method);
                    };
            peer.client.arrive(TestClient.frame(id, TestClient.notification("brief")));
            peer.client.arrive(TestClient.frame(id, body));
            peer.requests++;
        }

        private void work() {
            if (gateway.bus().waiting() > 0 && random.nextBoolean()) {
                Call call = gateway.bus().next();
                if (call.start()) {
                    started.add(call);
                } else {
                    gateway.bus().skip(call);
                }
            } else if (!started.isEmpty()) {
                Call call = started.remove(random.nextInt(started.size()));
                gateway.bus().answer(call, "\"" + "x".repeat(random.nextInt(1_000)) + "\"");
            }
        }

        private void kernel(FakeTransport transport) {
            if (transport.isGone()) {
                return;
            }
            switch (random.nextInt(3)) {
                case 0 -> transport.takeNothing();
                case 1 -> transport.takeEverything();
                default -> transport.takeSome(random);
            }
        }

        private void rarely() {
            Peer peer = peers.get(random.nextInt(CLIENTS));
            switch (random.nextInt(20)) {
                case 0 -> {
                    if (!peer.client.transport().isGone()) {
                        peer.left = true;
                        peer.client.disconnect();
                    }
                }
                case 1 -> {
                    if (!draining) {
                        draining = true;
                        gateway.drain();
                    }
                }
                default ->
                    gateway.bus().open().stream()
                            .filter(call -> call.state() == Call.State.WAITING)
                            .findFirst()
                            .ifPresent(gateway.bus()::stick);
            }
        }

        void finish() {
            for (Peer peer : peers) {
                if (!peer.client.transport().isGone()) {
                    peer.client.transport().takeEverything();
                }
            }
            gateway.runTurns();
            for (int i = 0; i < STEPS; i++) {
                gateway.bus().flush();
                gateway.bus().endAll();
                gateway.runTurns();
            }
            for (Peer peer : peers) {
                if (!peer.left && !peer.client.transport().aborted()) {
                    assertThat(peer.client.answeredIds()).hasSize(peer.requests).doesNotHaveDuplicates();
                }
            }
            assertThat(gateway.meters().count(Ending.ANSWERED)).isPositive();
            gateway.assertNothingIsLeft();
        }
    }
}
