package dev.sluice.gateway;

import dev.sluice.gateway.SimCall.Kind;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries: request objects, and what is known of each. The token of a call stands in its params, in its id where it
 * has one, and in its {@code traceparent}, so that it is found wherever the call goes.
 */
final class SimEntries {
    private static final SimPlan[] USUAL = {
        SimPlan.RESULT,
        SimPlan.RESULT,
        SimPlan.RESULT_LATER,
        SimPlan.RESULT_LATER,
        SimPlan.RESULT_WHEN_CANCELLED,
        SimPlan.NEVER,
        SimPlan.ERROR_LATER
    };
    private static final Kind[] BAD = {Kind.BAD_PARAMS, Kind.NO_METHOD, Kind.INVALID, Kind.BAD_CONTROL};

    private final SimWorld world;
    private final SimHandlers handlers;
    private final Random random;

    SimEntries(SimWorld world, SimHandlers handlers) {
        this.world = world;
        this.handlers = handlers;
        this.random = world.random();
    }

    Kind kindOfBad() {
        return BAD[random.nextInt(BAD.length)];
    }

    /** A request, or now and then a notification, or a request with the id null. */
    String entry(SimFrame frame, Kind kind) {
        int dice = random.nextInt(25);
        boolean invalid = kind == Kind.INVALID;
        String id = dice == 0 ? "null" : dice < 4 && !invalid ? null : id();
        return write(frame, kind, id);
    }

    /** An entry of a batch: answers with the id null could not be told apart there. */
    String inBatch(SimFrame frame, Kind kind) {
        return write(frame, kind, random.nextInt(8) == 0 ? null : id());
    }

    String withId(SimFrame frame, Kind kind) {
        return write(frame, kind, id());
    }

    private String write(SimFrame frame, Kind kind, @Nullable String id) {
        SimCall call = new SimCall(frame, handlers.nextToken(), kind, plan(), id);
        call.padBytes = padBytes(call.plan);
        handlers.add(call);
        frame.calls.add(call);
        String params = method(call);
        int timeoutMs = random.nextInt(8) == 0 ? 1 + random.nextInt(80) : 0;
        call.timeoutNanos = timeoutNanos(call.method, timeoutMs);
        return "{\"jsonrpc\":\"" + (kind == Kind.INVALID ? "1.0" : "2.0") + "\",\"method\":\"" + call.method
                + "\",\"params\":" + params + (id == null ? "" : ",\"id\":" + id) + meta(call, timeoutMs)
                + ballast() + "}";
    }

    /** Chooses a method, and returns params for it. */
    private String method(SimCall call) {
        boolean cancel = call.kind == Kind.CANCEL || (call.kind == Kind.BAD_CONTROL && random.nextBoolean());
        call.method = switch (call.kind) {
            case GOOD, BAD_PARAMS, INVALID -> SimHouse.METHODS.get(random.nextInt(SimHouse.METHODS.size()));
            case NO_METHOD -> "nobodys";
            case HELLO, CANCEL, BAD_CONTROL -> cancel ? "$/cancelRequest" : "rpc.hello";
        };
        return switch (call.kind) {
            case GOOD, NO_METHOD, INVALID -> "{\"token\":" + call.token + "}";
            case BAD_PARAMS -> "{\"token\":\"" + call.token + "\"}";
            case BAD_CONTROL -> cancel ? "{\"id\":null}" : "{\"capabilities\":[1]}";
            case CANCEL -> {
                call.cancels = idToCancel(call.frame.client);
                yield "{\"id\":" + call.cancels + "}";
            }
            case HELLO -> {
                call.hasCapability = random.nextInt(4) > 0;
                call.frame.client.saidHello = true;
                yield call.hasCapability ? "{\"capabilities\":[\"other\",\"drain\"]}" : "{}";
            }
        };
    }

    /** Of one of the last calls of this client, or of nobody's. */
    private String idToCancel(SimClient client) {
        List<SimFrame> frames = client.frames();
        for (int tries = 0; tries < 3 && !frames.isEmpty(); tries++) {
            SimFrame frame = frames.get(frames.size() - 1 - random.nextInt(Math.min(8, frames.size())));
            if (!frame.calls.isEmpty()) {
                String id = frame.calls.get(random.nextInt(frame.calls.size())).idText;
                if (id != null && !id.equals("null")) {
                    return id;
                }
            }
        }
        return "\"nobodys\"";
    }

    private static String meta(SimCall call, int timeoutMs) {
        String timing = timeoutMs == 0 ? "" : ",\"timeoutMs\":" + timeoutMs + ",\"timing\":" + (timeoutMs % 2 == 0);
        return ",\"meta\":{\"traceparent\":\"" + call.token + "\"" + timing + "}";
    }

    /** Some requests are large: a member that nobody knows. */
    private String ballast() {
        if (random.nextInt(12) > 0) {
            return "";
        }
        int most = world.conditions().limits().frames().maxBytes();
        return ",\"ballast\":\"" + "y".repeat(random.nextInt(most - 400)) + "\"";
    }

    private long timeoutNanos(String method, int timeoutMs) {
        long timeoutNanos = method.equals("brief") || method.equals("blockBrief")
                ? SimHouse.BRIEF_MS * SimClock.MS
                : world.conditions().requestTimeout().toNanos();
        return timeoutMs == 0 ? timeoutNanos : Math.min(timeoutNanos, timeoutMs * SimClock.MS);
    }

    private String id() {
        int token = handlers.nextToken();
        return switch (random.nextInt(6)) {
            case 0 -> "\"t" + token + "\"";
            case 1 -> token + ".0";
            default -> Integer.toString(token);
        };
    }

    private SimPlan plan() {
        if (random.nextInt(3) > 0) {
            return USUAL[random.nextInt(USUAL.length)];
        }
        SimPlan[] all = SimPlan.values();
        return all[random.nextInt(all.length)];
    }

    private int padBytes(SimPlan plan) {
        int most = world.conditions().limits().frames().maxResponseBytes();
        if (plan == SimPlan.RESULT_TOO_LARGE) {
            return most;
        }
        if (random.nextInt(world.conditions().largeOneIn()) == 0) {
            return most / 2 + random.nextInt(most / 2 - 100);
        }
        int pad = random.nextInt(8) == 0 ? 20 + random.nextInt(500) : random.nextInt(20);
        return Math.min(pad, most - 100);
    }
}
