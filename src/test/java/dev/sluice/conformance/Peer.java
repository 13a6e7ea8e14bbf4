package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.sluice.frame.FrameHeader;
import dev.sluice.process.FrameSocket;
import dev.sluice.process.FrameSocket.Answer;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One client of a case, on the thread of its script. Every wait is bounded by the socket's. */
final class Peer implements AutoCloseable {
    private static final int PROBE_ID = 0x70726F62;
    private static final String PROBE =
            "{\"jsonrpc\":\"2.0\",\"method\":\"demo.echo\",\"params\":[\"probe\"],\"id\":\"probe\"}";
    private static final String PROBED = "{\"jsonrpc\":\"2.0\",\"result\":[\"probe\"],\"id\":\"probe\"}";
    private static final long LEAVES_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final FrameSocket socket;
    private boolean outputEnded;
    private boolean ended;

    Peer(FrameSocket socket) {
        this.socket = socket;
    }

    void send(byte[] bytes, int pieceBytes) throws IOException {
        int most = pieceBytes == 0 ? bytes.length : pieceBytes;
        for (int at = 0; at < bytes.length; at += most) {
            socket.send(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + most)));
        }
    }

    void halfClose() throws IOException {
        outputEnded = true;
        socket.halfClose();
    }

    void reset() throws IOException {
        ended = true;
        socket.reset();
    }

    /** Sees what is expected, and nothing between. */
    void expect(List<Expected> expected, boolean inOrder) throws IOException {
        List<Expected.Frames> open = new ArrayList<>();
        for (Expected one : expected) {
            if (one instanceof Expected.Frames frames) {
                for (int i = 0; i < frames.times(); i++) {
                    open.add(frames);
                }
            } else {
                take(open, inOrder);
                if (one instanceof Expected.Silence silence) {
                    assertThat(socket.isSilentFor(silence.ms())).as("silence").isTrue();
                } else if (one instanceof Expected.Rest rest) {
                    assertThat(socket.rest()).matches(rest.text());
                }
            }
        }
        take(open, inOrder);
    }

    private void take(List<Expected.Frames> open, boolean inOrder) throws IOException {
        while (!open.isEmpty()) {
            Answer answer = socket.next();
            if (answer == null) {
                fail("the stream ended before " + open);
                return;
            }
            long id = Integer.toUnsignedLong(answer.requestId());
            List<Expected.Frames> candidates = inOrder ? open.subList(0, 1) : open;
            List<String> mismatches = new ArrayList<>();
            Expected.Frames found = null;
            for (Expected.Frames candidate : candidates) {
                String mismatch = candidate.mismatch(id, answer.body());
                if (mismatch == null) {
                    found = candidate;
                    break;
                }
                mismatches.add(mismatch);
            }
            assertThat(found)
                    .as(() -> "frame " + id + " " + shortened(answer.body()) + "\n  but " + shortened(mismatches + ""))
                    .isNotNull();
            open.remove(found);
        }
    }

    /** Sees how the connection ends; without a word about it, it has to be open. */
    void end(Ending ending) throws IOException {
        ended = true;
        switch (ending) {
            case OPEN -> probe();
            case FIN -> assertThat(socket.next()).as("instead of the end").isNull();
            case LINGERS -> {
                assertThat(socket.next()).as("instead of the end").isNull();
                for (int i = 0; i < 3; i++) {
                    socket.send(probeFrame());
                }
                socket.halfClose();
            }
            case CLOSED -> {
                assertThat(socket.next()).as("instead of the end").isNull();
                assertThat(isLeft()).as("the server has left").isTrue();
            }
            case RESET -> assertThatThrownBy(this::readOn).isInstanceOf(SocketException.class);
            case LOST -> assertThat(nextOrReset()).as("instead of the end").isNull();
        }
    }

    void endIfOpen() throws IOException {
        if (!ended) {
            end(Ending.OPEN);
        }
    }

    /**
     * An answer proves that the connection is open. Then a FIN: all that was asked is answered before the server's FIN,
     * so that what did not come until then does not come.
     */
    private void probe() throws IOException {
        assertThat(outputEnded).as("a client that sent FIN cannot ask").isFalse();
        socket.send(probeFrame());
        assertThat(socket.next()).isEqualTo(new Answer(PROBE_ID, PROBED));
        socket.halfClose();
        assertThat(socket.next()).as("instead of the end").isNull();
    }

    /** What is written to a socket that nobody reads is answered with a reset, which fails a later write. */
    private boolean isLeft() {
        long end = System.nanoTime() + LEAVES_WITHIN_NANOS;
        try {
            while (System.nanoTime() - end < 0) {
                socket.send(new byte[] {0});
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Whatever there is, to the end. */
    private void readOn() throws IOException {
        while (socket.next() != null) {
            // on its way when the server reset the connection
        }
    }

    private @Nullable Answer nextOrReset() throws IOException {
        try {
            return socket.next();
        } catch (SocketException e) {
            return null;
        }
    }

    private static byte[] probeFrame() {
        byte[] body = PROBE.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(FrameHeader.BYTES + body.length)
                .putInt(FrameHeader.MAGIC)
                .putInt(PROBE_ID)
                .putInt(body.length)
                .put(body)
                .array();
    }

    private static String shortened(String text) {
        return text.length() <= 2_000 ? text : text.substring(0, 2_000) + " (" + text.length() + " characters)";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
