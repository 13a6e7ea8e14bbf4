package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.process.JarServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Plays one case against a server, on one thread. */
final class Script implements AutoCloseable {
    private static final long LOGGED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long DRAINS_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final JarServer server;
    private final Map<String, Peer> peers = new LinkedHashMap<>();

    Script(JarServer server) {
        this.server = server;
    }

    void play(Case wanted) throws IOException, InterruptedException {
        int loggedBefore = server.err().length();
        for (Step step : wanted.steps()) {
            play(step);
        }
        for (Peer peer : peers.values()) {
            peer.endIfOpen();
        }
        checkLog(wanted, loggedBefore);
        if (wanted.exitCode() != null) {
            close();
            assertThat(server.exitCode()).as(server.err()).isEqualTo(wanted.exitCode());
            checkReceipt(wanted);
        }
    }

    private void play(Step step) throws IOException, InterruptedException {
        Peer peer = peers.get(step.connection());
        if (peer == null) {
            peer = new Peer(server.connect());
            peers.put(step.connection(), peer);
        }
        long beganNanos = System.nanoTime();
        send(peer, step);
        peer.expect(step.expect(), step.inOrder());
        if (step.ending() != null) {
            peer.end(step.ending());
        }
        if (step.withinMs() > 0) {
            long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos);
            assertThat(tookMs).as("milliseconds of the step").isLessThanOrEqualTo(step.withinMs());
        }
    }

    /** Bytes go together until something else comes between. */
    private void send(Peer peer, Step step) throws IOException, InterruptedException {
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        for (Sent sent : step.send()) {
            if (sent instanceof Sent.Bytes bytes) {
                together.writeBytes(bytes.bytes());
                continue;
            }
            peer.send(together.toByteArray(), step.pieceBytes());
            together.reset();
            if (sent instanceof Sent.Fin) {
                peer.halfClose();
            } else if (sent instanceof Sent.Reset) {
                peer.reset();
            } else if (sent instanceof Sent.Signal signal) {
                signal(signal.name());
            }
        }
        peer.send(together.toByteArray(), step.pieceBytes());
    }

    /** Returns when the server has begun to drain. */
    private void signal(String name) throws IOException, InterruptedException {
        server.signal(name);
        long end = System.nanoTime() + DRAINS_WITHIN_NANOS;
        while (server.admin("/readyz").statusCode() == 200) {
            assertThat(System.nanoTime() - end).as("ready in spite of a signal").isNegative();
            Thread.onSpinWait();
        }
    }

    private void checkLog(Case wanted, int from) throws IOException {
        long end = System.nanoTime() + LOGGED_WITHIN_NANOS;
        List<Pattern> open = wanted.logged();
        String log = "";
        while (!open.isEmpty() && System.nanoTime() - end < 0) {
            String now = server.err().substring(from);
            open = open.stream().filter(pattern -> !pattern.matcher(now).find()).toList();
            log = now;
            Thread.onSpinWait();
        }
        assertThat(open).as("not logged: " + log).isEmpty();
        String all = server.err().substring(from);
        for (Pattern pattern : wanted.unlogged()) {
            assertThat(all).doesNotContainPattern(pattern);
        }
    }

    private void checkReceipt(Case wanted) throws IOException {
        if (wanted.receipt() != null) {
            assertThat(wanted.receipt().mismatch(server.receipt())).isNull();
        }
    }

    @Override
    public void close() throws IOException {
        for (Peer peer : peers.values()) {
            peer.close();
        }
    }
}
