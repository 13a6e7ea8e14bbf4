package dev.sluice.gateway;

import dev.sluice.bus.Call;
import dev.sluice.service.CallContext;
import dev.sluice.service.RpcException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The authors' code of one schedule, and the journal of what it was entered for. A handler does what the plan of its call
 * says; late ones end when the schedule says so.
 */
final class SimHandlers {
    private final SimWorld world;
    private final List<SimCall> calls = new ArrayList<>();
    private final List<Late> late = new ArrayList<>();
    private int running;
    private int narrow;

    /** What a good handler answers. */
    record Result(int token, String pad) {}

    /** What bad handlers throw. It has no stack trace: it is thrown all the time. */
    private static final class BrokenHandlerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenHandlerException() {
            super("a broken handler", null, false, false);
        }
    }

    private record Late(SimCall call, CallContext context, Promise<Object> promise) {}

    SimHandlers(SimWorld world) {
        this.world = world;
    }

    /** The token of the next call. */
    int nextToken() {
        return calls.size();
    }

    void add(SimCall call) {
        calls.add(call);
    }

    /** The call of a token, or null if there is none. */
    @Nullable
    SimCall find(int token) {
        return token >= 0 && token < calls.size() ? calls.get(token) : null;
    }

    /** The token of a call on the bus. */
    static int tokenOf(Call call) {
        return Integer.parseInt(Objects.requireNonNull(call.request().meta().traceparent()));
    }

    /** Handlers that were entered and have not ended. */
    int running() {
        return running;
    }

    /** The code of asynchronous methods. */
    Future<Object> handle(int token, CallContext context) {
        SimCall call = enter(token, context);
        if (!call.plan.isLate()) {
            return endNow(call);
        }
        Promise<Object> promise = Promise.promise();
        Late entry = new Late(call, context, promise);
        late.add(entry);
        context.onCancel(() -> onCancel(entry));
        return promise.future();
    }

    /** The code of blocking methods. */
    Object block(int token, CallContext context) {
        SimCall call = enter(token, context);
        world.count(SimEvent.HANDLER_IN_POOL);
        leave(call);
        return switch (call.plan) {
            case ERROR, ERROR_LATER, ERROR_WHEN_CANCELLED, ERROR_RESERVED -> throw error(call);
            case THROW, NO_FUTURE -> throw new BrokenHandlerException();
            case RESULT_UNWRITABLE -> new Object();
            default -> result(call);
        };
    }

    /** Ends one late handler that is to end; false if there is none. */
    boolean endOne(Random random) {
        int start = late.isEmpty() ? 0 : random.nextInt(late.size());
        for (int i = 0; i < late.size(); i++) {
            Late entry = late.get((start + i) % late.size());
            if (entry.call.plan != SimPlan.NEVER) {
                end(entry);
                return true;
            }
        }
        return false;
    }

    /** Ends all late handlers, those too that were never to end. */
    void endAll() {
        while (!late.isEmpty()) {
            end(late.get(0));
        }
    }

    /** Whose answer nobody waits for knows it. */
    void checkCancelled() {
        for (Late entry : late) {
            SimClient client = entry.call.frame.client;
            boolean useless = entry.call.answered || (client.left && !client.stream.isBroken());
            world.promises()
                    .require(!useless || entry.context.isCancelled(), "CallContext", "not told that nobody waits");
        }
    }

    private SimCall enter(int token, CallContext context) {
        SimCall call = find(token);
        if (call == null || !Integer.toString(token).equals(context.traceparent())) {
            throw world.promises().broken("P6", "a handler was entered for token " + token + ", which nobody sent");
        }
        running++;
        call.running = true;
        world.promises().onStart(call, context);
        if (context.method().equals("narrow")) {
            narrow++;
            world.promises().require(narrow <= SimHouse.NARROW_CALLS, "P5", "more at once than the method may have");
        }
        if (world.random().nextInt(8) == 0) {
            world.clock().pass(world.random().nextInt(4) * SimClock.MS / 3);
            world.clock().readByWorker();
        }
        return call;
    }

    private void leave(SimCall call) {
        if (call.method.equals("narrow")) {
            narrow--;
        }
        call.running = false;
        running--;
    }

    private void onCancel(Late entry) {
        world.count(SimEvent.HANDLER_CANCELLED);
        SimPlan plan = entry.call.plan;
        if (plan == SimPlan.RESULT_WHEN_CANCELLED || plan == SimPlan.ERROR_WHEN_CANCELLED) {
            end(entry);
        }
    }

    @SuppressWarnings("NullAway") // some handlers return null, which they must not
    private Future<Object> endNow(SimCall call) {
        leave(call);
        return switch (call.plan) {
            case THROW -> throw new BrokenHandlerException();
            case NO_FUTURE -> null;
            case ERROR, ERROR_RESERVED -> Future.failedFuture(error(call));
            case RESULT_UNWRITABLE -> Future.succeededFuture(new Object());
            default -> Future.succeededFuture(result(call));
        };
    }

    private void end(Late entry) {
        if (!late.remove(entry)) {
            return;
        }
        SimCall call = entry.call;
        leave(call);
        if (call.plan == SimPlan.ERROR_LATER || call.plan == SimPlan.ERROR_WHEN_CANCELLED) {
            entry.promise.fail(error(call));
        } else {
            entry.promise.complete(result(call));
        }
        if (call.plan == SimPlan.RESULT_TWICE) {
            entry.promise.tryComplete(result(call));
            entry.promise.tryFail(new BrokenHandlerException());
        }
    }

    private static Result result(SimCall call) {
        return new Result(call.token, "x".repeat(call.padBytes));
    }

    private static RpcException error(SimCall call) {
        return new RpcException(call.plan == SimPlan.ERROR_RESERVED ? -32_001 : SimPlan.OWN_CODE, "no");
    }
}
