package dev.sluice.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.frame.Frame;
import dev.sluice.frame.FrameException;
import dev.sluice.frame.FrameParser;
import dev.sluice.frame.FrameWriter;
import dev.sluice.jsonrpc.Answer;
import dev.sluice.jsonrpc.BatchResponse;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.Incoming;
import dev.sluice.jsonrpc.Response;
import dev.sluice.jsonrpc.RpcError;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers what a body turned out to be, and checks every byte of the answers on their way into a frame and out of it. */
final class AnswerOracle {
    private static final byte[] TIMING = "{\"timing\":{\"parse\":1}}".getBytes(US_ASCII);
    private static final int UNLIMITED = Integer.MAX_VALUE / 2;
    private static final byte[] NULL = "null".getBytes(US_ASCII);

    /** Room that a batch of errors may take beyond its limit, an entry: errors always have their place. */
    private static final int SMALL_ERROR_BYTES = 512;

    private final byte[] body;

    AnswerOracle(byte[] body) {
        this.body = body;
    }

    void answers(Incoming incoming) {
        if (incoming instanceof Incoming.Batch batch) {
            int whole = answersBatch(batch, UNLIMITED);
            for (int maxBytes : new int[] {whole, whole - 1, whole / 2, 0}) {
                answersBatch(batch, maxBytes);
            }
        } else {
            for (Response response : responses((Incoming.Entry) incoming)) {
                framed(response);
            }
        }
    }

    /** A result and errors; none for a notification. */
    private List<Response> responses(Incoming.Entry entry) {
        List<Response> responses = new ArrayList<>();
        if (entry instanceof Incoming.Invalid invalid) {
            responses.add(Response.error(invalid.id(), invalid.error(), null));
            isError(responses.get(0), invalid.id(), invalid.error().code());
        } else if (entry instanceof Incoming.Request request && request.id() != null) {
            byte[] meta = request.meta().timing() ? TIMING : null;
            Response result = Response.result(request.id(), result(request), meta);
            isResult(result, request.id(), result(request), meta);
            RpcError unknown = RpcError.of(ErrorCode.METHOD_NOT_FOUND, Executed.NO, request.method());
            Response error = Response.error(request.id(), unknown, meta);
            JsonValue reason = isError(error, request.id(), ErrorCode.METHOD_NOT_FOUND.code());
            Expect.same(reason.string(), request.method(), "reason");
            responses.add(result);
            responses.add(error);
        }
        return responses;
    }

    private byte[] result(Incoming.Request request) {
        int from = request.paramsOffset();
        return request.paramsBytes() == 0 ? NULL : Arrays.copyOfRange(body, from, from + request.paramsBytes());
    }

    private static void isResult(Response response, byte[] id, byte[] result, byte @Nullable [] meta) {
        JsonValue json = ReferenceJson.json(written(response));
        Expect.that(response.isResult(), "a result says that it is one");
        Expect.same(json.members().size(), meta == null ? 3 : 4, "members of a response");
        Expect.same(member(json, "jsonrpc").string(), "2.0", "jsonrpc");
        Expect.same(member(json, "id").bytes(), id, "id");
        Expect.same(member(json, "result").bytes(), result, "result");
        if (meta != null) {
            Expect.same(member(json, "meta").bytes(), meta, "meta");
        }
    }

    /** The reason. */
    private static JsonValue isError(Response response, byte[] id, int code) {
        JsonValue json = ReferenceJson.json(written(response));
        Expect.that(!response.isResult(), "an error says that it is none");
        Expect.same(member(json, "id").bytes(), id, "id");
        JsonValue error = member(json, "error");
        Expect.same(member(error, "code").ascii(), Integer.toString(code), "code");
        Expect.that(member(error, "message").is('"'), "a message");
        JsonValue data = member(error, "data");
        Expect.that(member(data, "executed").isString("no"), "not executed");
        return member(data, "reason");
    }

    private static JsonValue member(JsonValue object, String name) {
        return Objects.requireNonNull(object.member(name), name);
    }

    /** The size of the array. Results stand in it while there is room for them; those that do not fit are errors, with their id. */
    private int answersBatch(Incoming.Batch batch, int maxBytes) {
        BatchResponse array = new BatchResponse(batch.entries().size(), maxBytes);
        List<Response> wanted = new ArrayList<>();
        for (Incoming.Entry entry : batch.entries()) {
            Expect.that(!array.isComplete(), "complete before its last entry");
            List<Response> responses = responses(entry);
            if (responses.isEmpty()) {
                array.skip();
            } else {
                wanted.add(responses.get(0));
                array.add(responses.get(0));
            }
        }
        Expect.that(array.isComplete(), "complete after its last entry");
        Expect.that(array.isEmpty() == wanted.isEmpty(), "empty if there were only notifications");
        if (!wanted.isEmpty()) {
            byte[] text = written(array);
            Expect.that(
                    text.length <= maxBytes + (long) wanted.size() * (SMALL_ERROR_BYTES + 1) + 1, "above the limit");
            framed(array);
            keepsWhatFits(ReferenceJson.json(text), wanted, maxBytes);
        }
        return array.bytes();
    }

    private static void keepsWhatFits(JsonValue array, List<Response> wanted, int maxBytes) {
        Expect.same(array.elements().size(), wanted.size(), "entries");
        for (int i = 0; i < wanted.size(); i++) {
            JsonValue found = array.elements().get(i);
            byte[] whole = written(wanted.get(i));
            boolean fits = !wanted.get(i).isResult() || found.start() + whole.length + 1 <= maxBytes;
            if (fits) {
                Expect.same(found.bytes(), whole, "entry " + i);
            } else {
                JsonValue code = member(member(found, "error"), "code");
                Expect.same(code.ascii(), Integer.toString(ErrorCode.RESPONSE_TOO_LARGE.code()), "code of entry " + i);
                byte[] id = member(ReferenceJson.json(whole), "id").bytes();
                Expect.same(member(found, "id").bytes(), id, "id of entry " + i);
            }
        }
    }

    /** The bytes of an answer, which are as many as it said, and no byte beside them is touched. */
    private static byte[] written(Answer answer) {
        byte[] target = new byte[answer.bytes() + 2];
        int end = answer.write(target, 1);
        Expect.same(end, answer.bytes() + 1, "offset behind an answer of " + answer.bytes() + " bytes");
        Expect.that(target[0] == 0 && target[end] == 0, "wrote beside its place");
        return Arrays.copyOfRange(target, 1, end);
    }

    private void framed(Answer answer) {
        FrameWriter out = new FrameWriter(16);
        int requestId = Arrays.hashCode(body);
        int place = out.frame(requestId, answer.bytes());
        Expect.same(answer.write(out.array(), place), out.length(), "offset behind the frame");
        FrameParser in = new FrameParser(answer.bytes());
        in.feed(Buffer.buffer(Arrays.copyOf(out.array(), out.length())));
        try {
            Frame frame = Objects.requireNonNull(in.next(), "a whole frame");
            Expect.same(frame.requestId(), requestId, "request id");
            Expect.same(frame.body(), written(answer), "body");
            Expect.that(in.next() == null && !in.insideFrame(), "one frame alone");
        } catch (FrameException e) {
            throw new AssertionError(e);
        }
    }
}
