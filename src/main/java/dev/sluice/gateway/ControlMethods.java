package dev.sluice.gateway;

import dev.sluice.jsonrpc.ControlParams;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.Incoming;
import dev.sluice.jsonrpc.Response;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.metrics.MethodMeter;
import dev.sluice.metrics.NodeMeters;
import dev.sluice.metrics.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The methods that the gateway itself answers: {@code rpc.hello}, and {@code $/cancelRequest} as the Language Server
 * Protocol has it. One for a gateway instance, confined to its event loop.
 */
final class ControlMethods {
    private static final String HELLO = "rpc.hello";
    private static final String CANCEL = "$/cancelRequest";

    private static final RpcError BAD_HELLO =
            RpcError.of(ErrorCode.INVALID_PARAMS, Executed.NO, "capabilities is an array of strings");
    private static final RpcError BAD_CANCEL =
            RpcError.of(ErrorCode.INVALID_PARAMS, Executed.NO, "id is the id of a request, a string or a number");

    private final ControlParams params = new ControlParams();
    private final Answering answering;
    private final MethodMeter helloMeter;
    private final MethodMeter cancelMeter;
    private final byte[] greeting;

    ControlMethods(Answering answering, NodeMeters meters, Greeting greeting, int maxFrameBytes) {
        this.answering = answering;
        this.helloMeter = meters.method(HELLO);
        this.cancelMeter = meters.method(CANCEL);
        this.greeting = ("{\"server\":\"sluice\",\"version\":\"" + greeting.version() + "\",\"node\":\""
                        + greeting.node()
                        + "\",\"capabilities\":[\"" + DrainTalk.CAPABILITY + "\"],\"limits\":{\"maxFrameBytes\":"
                        + maxFrameBytes + "}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** True for what is looked at even while all slots of its connection are taken. */
    boolean isCancel(Incoming incoming) {
        return incoming instanceof Incoming.Request request && request.method().equals(CANCEL);
    }

    /** Cancels a request that is in flight or parked on the same connection; nothing happens if there is none. */
    boolean cancel(FrameReply replyTo, Arrival arrival, Incoming.Request request) {
        if (!request.method().equals(CANCEL)) {
            return false;
        }
        byte[] id = params.idToCancel(request, arrival.frame().body());
        if (id == null) {
            answering.unstarted(replyTo, request, BAD_CANCEL, Outcome.ERROR, cancelMeter);
        } else {
            replyTo.connection().cancel(id);
            answering.control(replyTo, request, Response.nullId(), cancelMeter);
        }
        return true;
    }

    /** Greets a client. */
    boolean hello(FrameReply replyTo, Arrival arrival, Incoming.Request request) {
        if (!request.method().equals(HELLO)) {
            return false;
        }
        Set<String> capabilities = params.capabilities(request, arrival.frame().body());
        if (capabilities == null) {
            answering.unstarted(replyTo, request, BAD_HELLO, Outcome.ERROR, helloMeter);
        } else {
            answering.control(replyTo, request, greeting, helloMeter);
            if (capabilities.contains(DrainTalk.CAPABILITY)) {
                replyTo.connection().onHello();
            }
        }
        return true;
    }
}
