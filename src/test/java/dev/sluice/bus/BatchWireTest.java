package dev.sluice.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.frame.Frame;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.Incoming;
import dev.sluice.jsonrpc.Meta;
import dev.sluice.jsonrpc.RpcError;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches as bytes say what the batches said, and bytes that are none are refused. */
class BatchWireTest {
    private static final long SENT_NANOS = 5_000_000_000L;
    private static final long TAKEN_NANOS = -77_000_000_000L; // another node, another clock
    private static final Origin ONE = new Origin("10.0.0.1", 65_535, null);
    private static final Origin OTHER = new Origin("fe80::1", 1, "spiffe://house/é");

    @Test
    void callsComeAsTheyWere() throws WireException {
        List<Call> calls = List.of(
                call(1, -1, ONE, request("a.b", "[1,2]", Meta.NONE)),
                call(Long.MIN_VALUE, 7, OTHER, notification("note", "{\"k\":\"é\"}")),
                call(Long.MAX_VALUE, 0, ONE, request("m", "", new Meta(250, "00-ab-cd-01", true))));

        CallBatch batch =
                BatchWire.calls(BatchWire.encode(new CallBatch("reply.here", 3, 4, calls), SENT_NANOS), TAKEN_NANOS);

        assertThat(batch.replyAddress()).isEqualTo("reply.here");
        assertThat(batch.lane()).isEqualTo(3);
        assertThat(batch.instance()).isEqualTo(4);
        assertThat(batch.calls()).extracting(Call::ticket).containsExactly(1L, Long.MIN_VALUE, Long.MAX_VALUE);
        assertThat(batch.calls()).extracting(Call::requestId).containsExactly(-1, 7, 0);
        assertThat(batch.calls()).extracting(Call::origin).containsExactly(ONE, OTHER, ONE);
        assertThat(batch.calls().get(0).origin())
                .as("one for each client")
                .isSameAs(batch.calls().get(2).origin());
        assertThat(batch.calls()).extracting(call -> call.request().method()).containsExactly("a.b", "note", "m");
        assertThat(batch.calls())
                .extracting(call -> call.request().isNotification())
                .containsExactly(false, true, false);
        assertThat(batch.calls())
                .extracting(call -> call.request().meta().timing())
                .containsExactly(false, false, true);
        assertThat(batch.calls())
                .extracting(call -> call.request().meta().traceparent())
                .containsExactly(null, null, "00-ab-cd-01");
        assertThat(batch.calls()).extracting(BatchWireTest::params).containsExactly("[1,2]", "{\"k\":\"é\"}", "");
        assertThat(batch.calls()).allMatch(call -> call.state() == Call.State.WAITING);
    }

    @Test
    void timesAreTakenOverWithoutTheClock() throws WireException {
        Call call = call(1, 1, ONE, request("m", "[]", Meta.NONE)); // there for 2 ms, 998 ms left

        Call taken = overTheWire(call);

        assertThat(taken.receivedNanos()).isEqualTo(TAKEN_NANOS - 2_000_000);
        assertThat(taken.deadlineNanos()).isEqualTo(TAKEN_NANOS + 998_000_000);
    }

    @Test
    void aCallThatIsTooLateComesTooLate() throws WireException {
        Asked late = request("m", "[]", Meta.NONE);
        Call.Window over = new Call.Window(SENT_NANOS - 2_000, SENT_NANOS - 1_000);
        Call call = new Call(1, new Frame(1, late.body()), late.request(), ONE, over);

        assertThat(overTheWire(call).deadlineNanos()).isEqualTo(TAKEN_NANOS);
    }

    @Test
    void theBodyStaysWithTheCallForAnotherNode() throws WireException {
        Call call = call(1, 1, ONE, request("m", "[1,2]", Meta.NONE));
        call.start();
        BatchWire.encode(new CallBatch("r", 0, 0, List.of(call)), SENT_NANOS);

        Call again = overTheWire(call.elsewhere(2, SENT_NANOS));

        assertThat(again.ticket()).isEqualTo(2);
        assertThat(new String(again.takeBody(), StandardCharsets.UTF_8)).isEqualTo("[1,2]");
    }

    @Test
    void cancellationsComeAsTheyWere() throws WireException {
        Cancels cancels = new Cancels("sluice.gateway.a.0", List.of(Long.MIN_VALUE, 0L, 7L));
        Buffer message = BatchWire.encode(cancels);

        assertThat(BatchWire.isCalls(message)).isFalse();
        assertThat(BatchWire.cancels(message)).isEqualTo(cancels);
        assertThatThrownBy(() -> BatchWire.calls(message, 0)).hasMessageContaining("kind 88");
    }

    @Test
    void repliesComeAsTheyWere() throws WireException {
        RpcError error = RpcError.of(ErrorCode.INVALID_PARAMS, Executed.NO, "because");
        RpcError unknown = RpcError.of(ErrorCode.DEADLINE_EXCEEDED, Executed.UNKNOWN);
        List<Reply> replies = List.of(
                Reply.result(1, "{\"a\":1}".getBytes(StandardCharsets.UTF_8), 0, null)
                        .afterHolding(1_000_000_000_000L),
                Reply.result(2, new byte[0], 5_000, new Timing(1, 300, Long.MAX_VALUE)),
                Reply.error(3, error, new Timing(0, 0, 0)).afterHolding(7),
                Reply.error(Long.MIN_VALUE, unknown, null),
                Reply.withdrawn(5));

        ReplyBatch batch = BatchWire.replies(BatchWire.encode(new ReplyBatch(1, 2, replies)));

        assertThat(batch.lane()).isEqualTo(1);
        assertThat(batch.instance()).isEqualTo(2);
        assertThat(batch.replies())
                .usingRecursiveComparison()
                .ignoringFields("transitBytes")
                .isEqualTo(replies);
        assertThat(batch.replies()).allMatch(reply -> reply.transitBytes() == 0);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, 1L << 62, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void numbersOfAllSizes(long number) throws WireException {
        WireReader in = new WireReader(new WireWriter(1).number(number).toBuffer());

        assertThat(in.number()).isEqualTo(number);
        in.end();
    }

    @Test
    void anotherVersionIsRefused() {
        Buffer message = anyReplies();
        message.setByte(0, (byte) (BatchWire.VERSION + 1));

        assertThatThrownBy(() -> BatchWire.replies(message)).hasMessage("format 2 where this node knows 1");
    }

    @Test
    void callsAreNoReplies() {
        assertThatThrownBy(() -> BatchWire.calls(anyReplies(), 0))
                .hasMessage("a message of kind 82 where 67 was expected");
        assertThatThrownBy(() -> BatchWire.replies(anyCalls()))
                .hasMessage("a message of kind 67 where 82 was expected");
    }

    @Test
    void whatIsCutOrTooLongIsRefused() {
        Buffer calls = anyCalls();
        Buffer replies = anyReplies();
        for (int length = 0; length < calls.length(); length++) {
            Buffer cut = calls.slice(0, length);
            assertThatThrownBy(() -> BatchWire.calls(cut, 0)).isInstanceOf(WireException.class);
        }
        for (int length = 0; length < replies.length(); length++) {
            Buffer cut = replies.slice(0, length);
            assertThatThrownBy(() -> BatchWire.replies(cut)).isInstanceOf(WireException.class);
        }
        assertThatThrownBy(() -> BatchWire.calls(calls.copy().appendByte((byte) 0), 0))
                .hasMessage("1 bytes too many");
        assertThatThrownBy(() -> BatchWire.replies(replies.copy().appendByte((byte) 0)))
                .hasMessage("1 bytes too many");
    }

    @Test
    void changedBytesDoNoHarm() {
        Random random = new Random(5);
        for (int round = 0; round < 50_000; round++) {
            Buffer calls = anyCalls();
            Buffer replies = anyReplies();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                calls.setByte(random.nextInt(calls.length()), (byte) random.nextInt());
                replies.setByte(random.nextInt(replies.length()), (byte) random.nextInt());
            }
            harmless(() -> BatchWire.calls(calls, 0));
            harmless(() -> BatchWire.replies(replies));
        }
    }

    private interface Decoding {
        void run() throws WireException;
    }

    private static void harmless(Decoding decoding) {
        try {
            decoding.run();
        } catch (WireException e) {
            assertThat(e).hasMessageMatching("[ -~]{5,100}");
        }
    }

    private static Buffer anyCalls() {
        List<Call> calls = List.of(
                call(1, 2, ONE, request("demo.echo", "[1]", Meta.NONE)),
                call(3, 4, OTHER, request("demo.echo", "[\"x\"]", new Meta(0, "00-00", true))));
        return BatchWire.encode(new CallBatch("reply", 0, 0, calls), SENT_NANOS);
    }

    private static Buffer anyReplies() {
        List<Reply> replies = new ArrayList<>();
        replies.add(Reply.result(1, new byte[] {'1'}, 0, new Timing(1, 2, 3)).afterHolding(50_000));
        replies.add(Reply.error(2, RpcError.of(ErrorCode.DRAINING, Executed.NO), null));
        replies.add(Reply.withdrawn(3));
        return BatchWire.encode(new ReplyBatch(0, 0, replies));
    }

    private static Call overTheWire(Call call) throws WireException {
        Buffer message = BatchWire.encode(new CallBatch("r", 0, 0, List.of(call)), SENT_NANOS);
        return BatchWire.calls(message, TAKEN_NANOS).calls().get(0);
    }

    @SuppressWarnings("ArrayRecordComponent") // a body, never compared
    private record Asked(Incoming.Request request, byte[] body) {}

    private static Asked request(String method, String params, Meta meta) {
        return asked("17".getBytes(StandardCharsets.UTF_8), method, params, meta);
    }

    private static Asked notification(String method, String params) {
        return asked(null, method, params, Meta.NONE);
    }

    private static Asked asked(byte @Nullable [] id, String method, String params, Meta meta) {
        byte[] body = ("before" + params + "behind").getBytes(StandardCharsets.UTF_8);
        int bytes = params.getBytes(StandardCharsets.UTF_8).length;
        return new Asked(new Incoming.Request(id, method, 6, bytes, meta), body);
    }

    private static Call call(long ticket, int requestId, Origin origin, Asked asked) {
        Call.Window window = new Call.Window(SENT_NANOS - 2_000_000, SENT_NANOS + 998_000_000);
        return new Call(ticket, new Frame(requestId, asked.body()), asked.request(), origin, window);
    }

    private static String params(Call call) {
        Incoming.Request request = call.request();
        return new String(call.takeBody(), request.paramsOffset(), request.paramsBytes(), StandardCharsets.UTF_8);
    }
}
