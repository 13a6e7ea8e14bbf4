package dev.sluice.gateway;

import dev.sluice.gateway.SimCall.Kind;
import dev.sluice.gateway.SimFrame.Place;

/** Which errors a call may be answered with, and when. That {@code executed} is true was checked before. */
final class ErrorRules {
    /** Results up to this size always have room on the node. */
    private static final int ALWAYS_FITS_BYTES = 3_500;

    /** What a response needs beside its result. */
    private static final int BESIDE_RESULT_BYTES = 400;

    private final SimWorld world;

    ErrorRules(SimWorld world) {
        this.world = world;
    }

    boolean mayBe(SimCall call, int code, String executed) {
        boolean no = executed.equals("no");
        boolean yes = executed.equals("yes");
        return switch (code) {
            case -32600 -> no && mayBeInvalid(call) && count(SimEvent.ANSWER_INVALID_REQUEST);
            case -32601 -> no && call.kind == Kind.NO_METHOD && count(SimEvent.ANSWER_UNKNOWN_METHOD);
            case -32602 ->
                no
                        && (call.kind == Kind.BAD_PARAMS || call.kind == Kind.BAD_CONTROL)
                        && count(SimEvent.ANSWER_INVALID_PARAMS);
            case -32603 -> yes && isPlanned(call, -32603) && count(SimEvent.ANSWER_INTERNAL_ERROR);
            case SimPlan.OWN_CODE -> yes && isPlanned(call, code) && count(SimEvent.ANSWER_HANDLERS_ERROR);
            case -32006 -> yes && mayBeTooLarge(call) && count(SimEvent.ANSWER_RESPONSE_TOO_LARGE);
            case -32000 -> no && isDispatchable(call) && mayBeOverloaded(call) && count(SimEvent.ANSWER_OVERLOADED);
            case -32001 -> no && mayBeDraining(call) && count(SimEvent.ANSWER_DRAINING);
            case -32002 -> !yes && isDispatchable(call) && mayBeLate(call, no);
            case -32800 -> !yes && call.kind != Kind.INVALID && mayBeCancelled(call, no);
            default -> false;
        };
    }

    private static boolean isDispatchable(SimCall call) {
        return call.kind == Kind.GOOD || call.kind == Kind.BAD_PARAMS;
    }

    private static boolean isPlanned(SimCall call, int code) {
        return call.kind == Kind.GOOD && call.plan.code() == code;
    }

    private static boolean mayBeInvalid(SimCall call) {
        return call.kind == Kind.INVALID || (call.frame.isReserved() && call.frame.client.saidHello);
    }

    private boolean mayBeTooLarge(SimCall call) {
        int largest = world.conditions().limits().frames().maxResponseBytes();
        boolean large = call.resultBytes() > ALWAYS_FITS_BYTES || call.resultBytes() + BESIDE_RESULT_BYTES > largest;
        return isPlanned(call, -32006) || (isPlanned(call, 0) && (call.frame.batch || large));
    }

    /** What was sent to a worker is refused by the method's own limit, the full pool, or because it waited too long. */
    private boolean mayBeOverloaded(SimCall call) {
        boolean limited = call.method.equals("narrow") || call.method.startsWith("block");
        long waitedNanos = world.clock().now() - call.frame.readNanos;
        return call.dispatches == 0
                || limited
                || waitedNanos >= world.conditions().limits().calls().maxQueueDelayNanos();
    }

    /** P3: before the cut only what finds its connection full is refused; what was sent to a worker, at the deadline. */
    private boolean mayBeDraining(SimCall call) {
        SimClient client = call.frame.client;
        DrainTimes drain = world.conditions().drain();
        if (call.kind == Kind.INVALID || call.kind == Kind.CANCEL) {
            return false;
        }
        if (client.loop.drainingNanos() >= drain.deadlineNanos()) {
            return true; // a connection that ends for another reason waits no longer for its calls either
        }
        if (call.dispatches > 0 || client.drainingNanos() < 0) {
            return false;
        }
        // what is refused of a batch is written when its other entries have ended: what was in flight then is not known
        return call.frame.batch
                || client.drainingNanos() >= drain.cutNanos()
                || client.finRead
                || client.metLimit
                || isFull(client);
    }

    /** True if all that was read and has no answer yet is as much as a connection may have in flight, and this call. */
    private boolean isFull(SimClient client) {
        int open = 0;
        for (SimFrame frame : client.frames()) {
            if (frame.place == Place.READ && !frame.answered) {
                open += frame.calls.size();
            }
        }
        return open > world.conditions().limits().calls().maxInFlightPerConnection();
    }

    private boolean mayBeLate(SimCall call, boolean no) {
        DrainTimes drain = world.conditions().drain();
        boolean atDrainEnd = !no && call.frame.client.loop.drainingNanos() >= drain.deadlineNanos();
        boolean atDeadline = world.clock().now() - call.frame.readNanos >= call.timeoutNanos;
        return (atDrainEnd || atDeadline) && count(no ? SimEvent.ANSWER_DEADLINE_NO : SimEvent.ANSWER_DEADLINE_UNKNOWN);
    }

    /** Only its own client can cancel a call, by its id. */
    private boolean mayBeCancelled(SimCall call, boolean no) {
        if (no) {
            count(call.dispatches == 0 ? SimEvent.ANSWER_CANCELLED_PARKED : SimEvent.ANSWER_CANCELLED_NO);
        } else {
            count(SimEvent.ANSWER_CANCELLED_UNKNOWN);
        }
        for (SimFrame frame : call.frame.client.frames()) {
            if (frame.place == Place.READ && call.idText != null) {
                for (SimCall other : frame.calls) {
                    if (other.kind == Kind.CANCEL && call.idText.equals(other.cancels)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private boolean count(SimEvent event) {
        world.count(event);
        return true;
    }
}
