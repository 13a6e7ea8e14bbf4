package dev.sluice.bus;

import dev.sluice.frame.Frame;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.Incoming;
import dev.sluice.jsonrpc.Meta;
import dev.sluice.jsonrpc.RpcError;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Batches as bytes, between nodes:
 *
 * <pre>
 * calls    version 'C' replyAddress lane instance origins: (host port identity?)* calls: call*
 * call     ticket request-id origin flags waited left method traceparent? params
 * replies  version 'R' lane instance replies: reply*
 * reply    ticket kind held (result | code executed error)? (queue handler reply)?
 * cancels  version 'X' replyAddress tickets: ticket*
 * </pre>
 *
 * <p>Ticket and request id are of fixed size, all else is a number of {@link WireWriter} or starts with its length. Times are
 * nanoseconds, those of a call how long it has been there and how long it may still be: nodes share no clock. The id of the
 * JSON-RPC request stays with the gateway. Any other version is refused. Stateless.
 */
final class BatchWire {
    /** Changes with every change of the format. */
    static final int VERSION = 1;

    private static final int CALLS = 'C';
    private static final int REPLIES = 'R';
    private static final int CANCELS = 'X';

    private static final int NOTIFICATION = 1;
    private static final int TIMED = 2;
    private static final int TRACED = 4;

    private static final int WITHDRAWN = 0;
    private static final int RESULT = 1;
    private static final int ERROR = 2;
    private static final int WITH_TIMING = 4;

    private static final int ABOUT_BYTES_OF_CALL = 64;
    private static final int MOST_INSTANCES = 1 << 16;
    private static final int MOST_PORT = 0xFFFF;

    /** The id of a request whose own is elsewhere. */
    private static final byte[] ELSEWHERE = {};

    private static final List<Executed> EXECUTED = List.of(Executed.NO, Executed.YES, Executed.UNKNOWN);

    private BatchWire() {}

    /** True for calls, false for anything else. */
    static boolean isCalls(Buffer message) {
        return message.length() > 1 && message.getByte(1) == CALLS;
    }

    /** Encodes calls, whose bodies stay with them. */
    static Buffer encode(CallBatch batch, long nowNanos) {
        List<Call> calls = batch.calls();
        List<Origin> origins = new ArrayList<>();
        int[] indexes = new int[calls.size()];
        long bytes = ABOUT_BYTES_OF_CALL;
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = indexOf(calls.get(i).origin(), origins);
            bytes += ABOUT_BYTES_OF_CALL + calls.get(i).request().paramsBytes();
        }
        WireWriter out = new WireWriter(bytes).octet(VERSION).octet(CALLS).text(batch.replyAddress());
        out.number(batch.lane()).number(batch.instance()).number(origins.size());
        for (Origin origin : origins) {
            out.text(origin.host()).number(origin.port()).textOrNone(origin.identity());
        }
        out.number(indexes.length);
        for (int i = 0; i < indexes.length; i++) {
            encode(calls.get(i), indexes[i], nowNanos, out);
        }
        return out.toBuffer();
    }

    /** Decodes calls, which then wait for a handler of this node. */
    static CallBatch calls(Buffer message, long nowNanos) throws WireException {
        WireReader in = opened(message, CALLS);
        String replyAddress = in.text();
        int lane = in.number(MOST_INSTANCES);
        int instance = in.number(MOST_INSTANCES);
        List<Origin> origins = new ArrayList<>();
        for (int left = in.number(CallBatch.MAX_CALLS); left > 0; left--) {
            origins.add(new Origin(in.text(), in.number(MOST_PORT), in.textOrNone()));
        }
        int count = in.number(CallBatch.MAX_CALLS);
        List<Call> calls = new ArrayList<>(count);
        for (int left = count; left > 0; left--) {
            calls.add(call(in, origins, nowNanos));
        }
        in.end();
        return new CallBatch(replyAddress, lane, instance, List.copyOf(calls));
    }

    /** Encodes replies. */
    static Buffer encode(ReplyBatch batch) {
        long bytes = ABOUT_BYTES_OF_CALL;
        for (Reply reply : batch.replies()) {
            bytes += ABOUT_BYTES_OF_CALL + (reply.result() == null ? 0 : reply.result().length);
        }
        WireWriter out = new WireWriter(bytes).octet(VERSION).octet(REPLIES);
        out.number(batch.lane()).number(batch.instance()).number(batch.replies().size());
        batch.replies().forEach(reply -> encode(reply, out));
        return out.toBuffer();
    }

    /** Decodes replies. What their results held of the other node's room, they do not hold of this one's. */
    static ReplyBatch replies(Buffer message) throws WireException {
        WireReader in = opened(message, REPLIES);
        int lane = in.number(MOST_INSTANCES);
        int instance = in.number(MOST_INSTANCES);
        int count = in.number(CallBatch.MAX_CALLS);
        List<Reply> replies = new ArrayList<>(count);
        for (int left = count; left > 0; left--) {
            replies.add(reply(in));
        }
        in.end();
        return new ReplyBatch(lane, instance, List.copyOf(replies));
    }

    /** Encodes that nobody waits for these calls any more. */
    static Buffer encode(Cancels cancels) {
        List<Long> tickets = cancels.tickets();
        WireWriter out = new WireWriter(ABOUT_BYTES_OF_CALL + (long) Long.BYTES * tickets.size());
        out.octet(VERSION).octet(CANCELS).text(cancels.replyAddress()).number(tickets.size());
        tickets.forEach(out::fixed64);
        return out.toBuffer();
    }

    /** Decodes which calls nobody waits for any more. */
    static Cancels cancels(Buffer message) throws WireException {
        WireReader in = opened(message, CANCELS);
        String replyAddress = in.text();
        int count = in.count();
        List<Long> tickets = new ArrayList<>();
        for (int left = count; left > 0; left--) {
            tickets.add(in.fixed64());
        }
        in.end();
        return new Cancels(replyAddress, List.copyOf(tickets));
    }

    private static WireReader opened(Buffer message, int kind) throws WireException {
        WireReader in = new WireReader(message);
        int version = in.octet();
        if (version != VERSION) {
            throw new WireException("format " + version + " where this node knows " + VERSION);
        }
        int found = in.octet();
        if (found != kind) {
            throw new WireException("a message of kind " + found + " where " + kind + " was expected");
        }
        return in;
    }

    private static void encode(Call call, int origin, long nowNanos, WireWriter out) {
        Incoming.Request request = call.request();
        String traceparent = request.meta().traceparent();
        int flags = (request.isNotification() ? NOTIFICATION : 0)
                | (request.meta().timing() ? TIMED : 0)
                | (traceparent == null ? 0 : TRACED);
        out.fixed64(call.ticket()).fixed32(call.requestId()).number(origin).octet(flags);
        out.number(Math.max(0, nowNanos - call.receivedNanos()));
        out.number(Math.max(0, call.deadlineNanos() - nowNanos)).text(request.method());
        if (traceparent != null) {
            out.text(traceparent);
        }
        out.bytes(call.body(), request.paramsOffset(), request.paramsBytes());
    }

    private static Call call(WireReader in, List<Origin> origins, long nowNanos) throws WireException {
        long ticket = in.fixed64();
        int requestId = in.fixed32();
        Origin origin = origins.get(in.number(origins.size() - 1));
        int flags = in.octet();
        if ((flags & ~(NOTIFICATION | TIMED | TRACED)) != 0) {
            throw new WireException("a call with flags " + flags);
        }
        long waitedNanos = in.duration();
        long leftNanos = in.duration();
        String method = in.text();
        String traceparent = (flags & TRACED) == 0 ? null : in.text();
        byte[] params = in.bytes();
        byte[] id = (flags & NOTIFICATION) == 0 ? ELSEWHERE : null;
        Meta meta = new Meta(0, traceparent, (flags & TIMED) != 0);
        Incoming.Request request = new Incoming.Request(id, method, 0, params.length, meta);
        Call.Window window = new Call.Window(nowNanos - waitedNanos, nowNanos + leftNanos);
        return new Call(ticket, new Frame(requestId, params), request, origin, window);
    }

    private static void encode(Reply reply, WireWriter out) {
        Timing timing = reply.timing();
        byte[] result = reply.result();
        RpcError error = reply.error();
        int kind = result != null ? RESULT : error != null ? ERROR : WITHDRAWN;
        out.fixed64(reply.ticket()).octet(timing == null ? kind : kind | WITH_TIMING);
        out.number(reply.heldNanos());
        if (result != null) {
            out.bytes(result, 0, result.length);
        } else if (error != null) {
            out.fixed32(error.code()).octet(EXECUTED.indexOf(error.executed()));
            out.bytes(error.json(), 0, error.json().length);
        }
        if (timing != null) {
            out.number(timing.queueNanos()).number(timing.handlerNanos()).number(timing.replyNanos());
        }
    }

    private static Reply reply(WireReader in) throws WireException {
        long ticket = in.fixed64();
        int kind = in.octet();
        long heldNanos = in.duration();
        byte[] result = null;
        RpcError error = null;
        switch (kind & ~WITH_TIMING) {
            case RESULT -> result = in.bytes();
            case ERROR -> {
                int code = in.fixed32();
                Executed executed = EXECUTED.get(in.number(EXECUTED.size() - 1));
                error = new RpcError(code, executed, in.bytes());
            }
            case WITHDRAWN -> {}
            default -> throw new WireException("a reply of kind " + kind);
        }
        Timing timing = (kind & WITH_TIMING) == 0 ? null : new Timing(in.duration(), in.duration(), in.duration());
        return new Reply(ticket, result, 0, error, timing, heldNanos);
    }

    @SuppressWarnings("ReferenceEquality") // one object for each connection
    private static int indexOf(@Nullable Origin origin, List<Origin> origins) {
        for (int i = 0; i < origins.size(); i++) {
            if (origins.get(i) == origin) {
                return i;
            }
        }
        origins.add(origin);
        return origins.size() - 1;
    }
}
