package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Call;
import dev.sluice.bus.CallBus;
import dev.sluice.bus.Reply;
import dev.sluice.bus.ReplyHandler;
import dev.sluice.bus.Target;
import dev.sluice.jsonrpc.RpcError;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.LongSupplier;

/** Workers without threads: the test takes each call and says when it starts, and what comes of it. */
final class FakeBus implements CallBus {
    private final ReplyHandler onReply;
    private final LongSupplier nanoTime;
    private final List<Call> outbox = new ArrayList<>();
    private final Queue<Call> sent = new ArrayDeque<>();
    private final List<Call> open = new ArrayList<>();
    private final Set<Call> stuck = new HashSet<>();
    private boolean closed;

    FakeBus(ReplyHandler onReply, LongSupplier nanoTime) {
        this.onReply = onReply;
        this.nanoTime = nanoTime;
    }

    @Override
    public void send(Call call, Target target) {
        assertThat(call.state()).isEqualTo(Call.State.WAITING);
        outbox.add(call);
    }

    @Override
    public boolean sendAgain(Call call, Target target) {
        return false;
    }

    @Override
    public void cancel(Call call) {}

    @Override
    public void giveUp(Call call) {}

    @Override
    public void swept(int lane, long longestNanos) {}

    @Override
    public Future<Void> ready() {
        return Future.succeededFuture();
    }

    @Override
    public void flush() {
        sent.addAll(outbox);
        open.addAll(outbox);
        outbox.clear();
    }

    @Override
    public boolean isStuck(Call call, Target target, long nowNanos) {
        return stuck.contains(call);
    }

    @Override
    public void charge(Call call, Target target, long heldNanos) {}

    @Override
    public Future<Void> close() {
        closed = true;
        return Future.succeededFuture();
    }

    boolean closed() {
        return closed;
    }

    /** How many calls have left the outbox and were not taken with {@link #next()}. */
    int waiting() {
        return sent.size();
    }

    /** The next call that left the outbox. */
    Call next() {
        return sent.remove();
    }

    /** The next calls that left the outbox. */
    List<Call> next(int count) {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(next());
        }
        return calls;
    }

    /** The next call that left the outbox, taken for a handler. */
    Call nextStarted() {
        Call call = next();
        assertThat(call.start()).isTrue();
        return call;
    }

    /** The instance that has this call shows no progress. */
    void stick(Call call) {
        stuck.add(call);
    }

    /** Runs a call to its result. */
    void answer(Call call, String json) {
        end(call, Reply.result(call.ticket(), json.getBytes(StandardCharsets.UTF_8), 0, null));
    }

    /** Runs a call to the result {@code 1}. */
    void answer(Call call) {
        answer(call, "1");
    }

    /** Runs a call to an error. */
    void fail(Call call, RpcError error) {
        end(call, Reply.error(call.ticket(), error, null));
    }

    /** Starts the call if that was not done, ends it, and replies. */
    void end(Call call, Reply reply) {
        if (call.state() == Call.State.WAITING) {
            assertThat(call.start()).isTrue();
        }
        call.end();
        reply(call, reply);
    }

    /** A worker refuses a call that it did not start. */
    void refuse(Call call, RpcError error) {
        assertThat(call.withdraw()).isTrue();
        reply(call, Reply.error(call.ticket(), error, null));
    }

    /** A worker finds that a call was withdrawn. */
    void skip(Call call) {
        assertThat(call.start()).isFalse();
        reply(call, Reply.withdrawn(call.ticket()));
    }

    /** Calls that left the outbox and were not replied to. */
    List<Call> open() {
        return List.copyOf(open);
    }

    /** Replies to every open call in the way its state demands. */
    void endAll() {
        for (Call call : open()) {
            if (call.state() == Call.State.WITHDRAWN) {
                skip(call);
            } else {
                answer(call);
            }
        }
    }

    private void reply(Call call, Reply reply) {
        assertThat(open.remove(call)).as("one reply for a call").isTrue();
        onReply.accept(reply, nanoTime.getAsLong());
    }
}
