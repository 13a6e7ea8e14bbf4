package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.process.FrameSocket.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whole frames only, whatever the sizes and however many connections: 1 GB of answers in all. */
class WritesIT {
    private static final int CONNECTIONS = 64;
    private static final int WINDOW = 16;
    private static final int LARGEST = 200_000;
    private static final long BYTES_OF_EACH = 1_000_000_000L / CONNECTIONS;
    private static final Pattern PAUSED = Pattern.compile("sluice_limited_total\\{limit=\"outbound_mark\"} [1-9]");
    private static final String LARGEST_TEXT = "x".repeat(LARGEST);

    @Test
    void everyFrameIsWholeOnSixtyFourConnectionsWithInterleavedAnswersOfAllSizes() throws Exception {
        long seed = Long.getLong("sluice.seed", System.nanoTime());
        ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);
        try (JarServer server = JarServer.start("--set", "limits.maxQueueDelay=1m")) {
            List<Future<Long>> received = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                Random random = new Random(seed + i);
                received.add(clients.submit(() -> readWholeFrames(server, random)));
            }
            long bytes = 0;
            for (Future<Long> client : received) {
                bytes += client.get(5, TimeUnit.MINUTES);
            }
            assertThat(bytes).as("seed %d", seed).isGreaterThanOrEqualTo(CONNECTIONS * BYTES_OF_EACH);
        } finally {
            clients.shutdownNow();
        }
    }

    /** Its last answer is late and its kernel full: the server has to wait for it to read, with nothing left to read itself. */
    @Test
    void aClientThatSaidFinAndReadsLateGetsAllItsLargeAnswers() throws Exception {
        int answers = 60;
        int bytes = 400_000;
        try (JarServer server = JarServer.start("--set", "limits.maxQueueDelay=1m");
                FrameSocket client = server.connect()) {
            for (int id = 0; id < answers; id++) {
                client.sendCall(id, "demo.size", "{\"bytes\":" + bytes + "}");
            }
            client.halfClose();
            awaitPause(server);
            for (int i = 0; i < answers; i++) {
                assertWhole(client.answer(), bytes, "x".repeat(bytes));
            }
            assertThat(client.next()).isNull();
        }
    }

    /** Until the server does not read the client for its answers. */
    private static void awaitPause(JarServer server) throws Exception {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!PAUSED.matcher(server.admin("/metrics").body()).find()) {
            assertThat(System.nanoTime()).isLessThan(deadlineNanos);
        }
    }

    private static long readWholeFrames(JarServer server, Random random) throws Exception {
        Map<Integer, Integer> wanted = new HashMap<>();
        long received = 0;
        int nextId = random.nextInt();
        try (FrameSocket client = server.connect()) {
            while (received < BYTES_OF_EACH) {
                while (wanted.size() < WINDOW) {
                    int size = (int) Math.exp(random.nextDouble() * Math.log(LARGEST));
                    wanted.put(nextId, size);
                    send(client, nextId, size);
                    nextId++;
                }
                Answer answer = client.answer();
                Integer size = wanted.remove(answer.requestId());
                if (size == null) {
                    throw new AssertionError("nobody awaits an answer with id " + answer.requestId());
                }
                assertWhole(answer, size, LARGEST_TEXT);
                received += size;
            }
        }
        return received;
    }

    /** A result of one byte is a number; demo.size begins with the two quotes of a string. */
    private static void send(FrameSocket client, int id, int size) throws Exception {
        if (size < 2) {
            client.sendCall(id, "sum", "[]");
        } else {
            client.sendCall(id, "demo.size", "{\"bytes\":" + size + "}");
        }
    }

    private static void assertWhole(Answer answer, int size, String text) {
        String head = "{\"jsonrpc\":\"2.0\",\"result\":";
        String tail = ",\"id\":" + Integer.toUnsignedString(answer.requestId()) + "}";
        String result = size < 2 ? "0" : "\"" + text.substring(0, size - 2) + "\"";
        if (!answer.body().equals(head + result + tail)) {
            throw new AssertionError("an answer of " + size + " bytes is not whole: "
                    + answer.body().substring(0, Math.min(200, answer.body().length())));
        }
    }
}
