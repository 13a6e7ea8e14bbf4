package dev.sluice.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.frame.FrameHeader;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A client that knows nothing of ours but the twelve bytes: frames over a plain blocking socket. */
public final class FrameSocket implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TIMEOUT_MS = 60_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /** An answer as it came. */
    public record Answer(int requestId, String body) {
        JsonNode json() throws IOException {
            return JSON.readTree(body);
        }

        String executed() throws IOException {
            return json().at("/error/data/executed").asText();
        }

        int code() throws IOException {
            return json().at("/error/code").asInt();
        }
    }

    FrameSocket(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 256 * 1024));
        out = socket.getOutputStream();
    }

    /** A frame with a call of a method; the id of the request is that of the frame. */
    static byte[] call(int requestId, String method, String params) {
        String id = Integer.toUnsignedString(requestId);
        String body = "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + ",\"id\":" + id + "}";
        return frame(requestId, body);
    }

    static byte[] frame(int requestId, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[FrameHeader.BYTES + bytes.length];
        FrameHeader.write(frame, 0, requestId, bytes.length);
        System.arraycopy(bytes, 0, frame, FrameHeader.BYTES, bytes.length);
        return frame;
    }

    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    void sendCall(int requestId, String method, String params) throws IOException {
        send(call(requestId, method, params));
    }

    public void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** The next answer, or null at the end of the stream. */
    public @Nullable Answer next() throws IOException {
        int magic;
        try {
            magic = in.readInt();
        } catch (EOFException e) {
            return null;
        }
        if (magic != FrameHeader.MAGIC) {
            throw new IOException("an answer starts with " + Integer.toHexString(magic));
        }
        int requestId = in.readInt();
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        return new Answer(requestId, new String(body, StandardCharsets.UTF_8));
    }

    /** The next answer. */
    Answer answer() throws IOException {
        Answer answer = next();
        if (answer == null) {
            throw new EOFException("the stream ended instead of an answer");
        }
        return answer;
    }

    /** Everything up to the end of the stream, which is no frame. */
    public String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** True if nothing comes for so long, not even the end of the stream; what comes later is not lost. */
    public boolean isSilentFor(int ms) throws IOException {
        socket.setSoTimeout(ms);
        in.mark(1);
        try {
            in.read();
            in.reset();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(TIMEOUT_MS);
        }
    }

    /** Drops the connection: the server sees a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Closes before the test ends. */
    void end() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        end();
    }
}
