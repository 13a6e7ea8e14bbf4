package dev.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.frame.Frame;
import dev.sluice.frame.FrameHeader;
import dev.sluice.frame.FrameParser;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A server that says to one client what a test tells it to, in the order of the script's lines. The script runs on a thread
 * of its own and may block; no wait is longer than 10 s. When the script ends the connection is closed in order.
 */
public final class ScriptedServer implements AutoCloseable {
    /** What the server does with its client. */
    public interface Script {
        void play(Peer client) throws Exception;
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final ServerSocket listener;
    private final CompletableFuture<Void> played = new CompletableFuture<>();

    public ScriptedServer(Script script) throws IOException {
        this(InetAddress.getLoopbackAddress(), script);
    }

    public ScriptedServer(InetAddress address, Script script) throws IOException {
        listener = new ServerSocket(0, 1, address);
        listener.setSoTimeout((int) WAIT.toMillis());
        Thread thread = new Thread(() -> play(script), "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Waits for the script's end and fails if it did, or if it does not end. */
    public void awaitScript() {
        assertThat(played).succeedsWithin(WAIT);
    }

    @Override
    public void close() throws IOException {
        try {
            awaitScript();
        } finally {
            listener.close();
        }
    }

    private void play(Script script) {
        try (Socket socket = listener.accept()) {
            socket.setSoTimeout((int) WAIT.toMillis());
            socket.setTcpNoDelay(true);
            script.play(new Peer(socket));
            played.complete(null);
        } catch (Throwable e) {
            played.completeExceptionally(e);
        }
    }

    /** A frame as its answer's bytes. */
    public static byte[] frame(int requestId, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[FrameHeader.BYTES + bytes.length];
        FrameHeader.write(frame, 0, requestId, bytes.length);
        System.arraycopy(bytes, 0, frame, FrameHeader.BYTES, bytes.length);
        return frame;
    }

    /** The connected client, as the script sees it. */
    public static final class Peer {
        private final Socket socket;
        private final FrameParser parser = new FrameParser(64 * 1024 * 1024);
        private final byte[] chunk = new byte[16 * 1024];

        private Peer(Socket socket) {
            this.socket = socket;
        }

        /** One request. */
        public record Request(int id, JsonNode json) {
            public String method() {
                return json.path("method").asText();
            }
        }

        /** Waits for the next request. */
        public Request next() throws Exception {
            Frame frame;
            while ((frame = parser.next()) == null) {
                int count = socket.getInputStream().read(chunk);
                if (count < 0) {
                    throw new IOException("the client closed the connection");
                }
                parser.feed(Buffer.buffer().appendBytes(chunk, 0, count));
            }
            return new Request(frame.requestId(), JSON.readTree(frame.body()));
        }

        public void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        public void send(int requestId, String body) throws IOException {
            send(frame(requestId, body));
        }

        /** Answers with a result, given as JSON text. */
        public void answer(Request request, String result) throws IOException {
            send(
                    request.id(),
                    "{\"jsonrpc\":\"2.0\",\"result\":" + result + ",\"id\":"
                            + request.json().get("id") + "}");
        }

        /** Answers with an error, given as JSON text. */
        public void fail(Request request, String error) throws IOException {
            send(
                    request.id(),
                    "{\"jsonrpc\":\"2.0\",\"error\":" + error + ",\"id\":"
                            + request.json().get("id") + "}");
        }

        /** Waits until the client has closed its side. */
        public void awaitClose() throws IOException {
            try {
                while (socket.getInputStream().read(chunk) >= 0) {
                    // what still comes is not looked at
                }
            } catch (java.net.SocketException e) {
                // a reset is an end too
            }
        }

        /** Ends with a reset instead of a FIN. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
