package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.frame.Frame;
import dev.sluice.frame.FrameException;
import dev.sluice.frame.FrameParser;
import dev.sluice.frame.FrameWriter;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** A client at the other end of a {@link FakeTransport}: sends bytes and reads whole frames. */
final class TestClient {
    /** What a socket makes of the bytes that it lent, in the worst case. */
    static final byte OVERWRITTEN = '#';

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An answer: the frame's id and its body. */
    record Answer(int requestId, JsonNode body) {
        /** The code of the error, 0 for a result. */
        int code() {
            return body.path("error").path("code").asInt();
        }

        /** What the error says of its execution; empty for a result. */
        String executed() {
            return body.path("error").path("data").path("executed").asText();
        }

        String result() {
            return body.path("result").toString();
        }
    }

    private final GatewayFixture gateway;
    private final FakeTransport transport;
    private final Connection connection;
    private int answersSeen;

    TestClient(GatewayFixture gateway, FakeTransport transport, Connection connection) {
        this.gateway = gateway;
        this.transport = transport;
        this.connection = connection;
    }

    FakeTransport transport() {
        return transport;
    }

    Connection connection() {
        return connection;
    }

    /** Bytes arrive; the turn does not end yet. */
    void arrive(byte[] bytes) {
        byte[] lent = bytes.clone();
        connection.onData(BufferInternal.buffer(Unpooled.wrappedBuffer(lent)));
        Arrays.fill(lent, OVERWRITTEN);
    }

    /** Bytes arrive and the turn ends, and all that follow by themselves. */
    void send(byte[] bytes) {
        arrive(bytes);
        gateway.runTurns();
    }

    void sendHex(String hex) {
        send(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    /** A frame arrives and all turns end. */
    void sendFrame(int requestId, String body) {
        send(frame(requestId, body));
    }

    /** A request of {@code work} for each id arrives, all in one piece. */
    void request(int... ids) {
        send(requests(ids));
    }

    /** FIN arrives. */
    void fin() {
        connection.onInputEnded();
        gateway.runTurns();
    }

    /** The connection breaks. */
    void disconnect() {
        gateway.lose(this);
        gateway.runTurns();
    }

    /** All answers that have come since the last time. */
    List<Answer> answers() {
        List<Answer> all = allAnswers();
        List<Answer> fresh = all.subList(answersSeen, all.size());
        answersSeen = all.size();
        return fresh;
    }

    /** The one answer that has come since the last time. */
    Answer answer() {
        List<Answer> fresh = answers();
        assertThat(fresh).hasSize(1);
        return fresh.get(0);
    }

    /** The ids of all answers that have come since the last time. */
    List<Integer> answeredIds() {
        return answers().stream().map(Answer::requestId).toList();
    }

    private List<Answer> allAnswers() {
        FrameParser parser = new FrameParser(Integer.MAX_VALUE);
        parser.feed(Buffer.buffer(transport.bytes()));
        List<Answer> all = new ArrayList<>();
        try {
            for (Frame frame = parser.next(); frame != null; frame = parser.next()) {
                all.add(new Answer(frame.requestId(), JSON.readTree(frame.body())));
            }
        } catch (FrameException | IOException e) {
            throw new AssertionError("not a stream of frames of JSON", e);
        }
        return all;
    }

    static byte[] frame(int requestId, String body) {
        byte[] json = body.getBytes(StandardCharsets.UTF_8);
        FrameWriter writer = new FrameWriter(0);
        int at = writer.frame(requestId, json.length);
        System.arraycopy(json, 0, writer.array(), at, json.length);
        return Arrays.copyOf(writer.array(), writer.length());
    }

    /** Frames with a request of {@code work} for each id. */
    static byte[] requests(int... ids) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int id : ids) {
            out.writeBytes(frame(id, work(id)));
        }
        return out.toByteArray();
    }

    /** Ids from 0 on. */
    static int[] ids(int count) {
        return IntStream.range(0, count).toArray();
    }

    static String work(int id) {
        return request(id, "work");
    }

    static String request(int id, String method) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"id\":" + id + "}";
    }

    static String notification(String method) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\"}";
    }
}
