package dev.sluice.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.frame.FrameHeader;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** One connection that asks one thing at a time and waits for the answer. Used by one thread at a time. */
final class Caller implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Socket socket = new Socket();
    private final DataInputStream in;

    Caller(InetSocketAddress server, int timeoutMs) throws IOException {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(timeoutMs);
            socket.connect(server, timeoutMs);
            in = new DataInputStream(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The result; an error answer is an exception. */
    JsonNode call(String method, String params) throws IOException {
        socket.getOutputStream().write(Frames.call(1, method, params));
        if (in.readInt() != FrameHeader.MAGIC) {
            throw new IOException("the answer is no frame");
        }
        in.readInt();
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        JsonNode answer = JSON.readTree(body);
        if (!answer.has("result")) {
            throw new IOException(method + " was answered " + answer);
        }
        return answer.path("result");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
