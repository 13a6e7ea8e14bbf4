package dev.sluice.gateway;

import dev.sluice.bus.Call;
import dev.sluice.gateway.SimCall.Kind;
import dev.sluice.gateway.SimFrame.Place;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which frame an answer is for, and whether it is true, given what the client sent and what its handlers did. */
final class AnswerRules {
    private final SimWorld world;
    private final Promises promises;
    private final SimHandlers handlers;
    private final ErrorRules errors;
    private final AnswerScanner answer = new AnswerScanner();

    AnswerRules(SimWorld world, SimHandlers handlers) {
        this.world = world;
        this.promises = world.promises();
        this.handlers = handlers;
        this.errors = new ErrorRules(world);
    }

    void onAnswer(SimClient client, int requestId, byte[] bytes, int offset, int length) {
        answer.open(bytes, offset, length);
        answer.next();
        SimFrame frame = frameOf(client, requestId);
        if (frame == null) {
            throw wrong("P1", "an answer nobody waits for", client + " frame " + requestId);
        }
        require(frame.client == client && frame.requestId == requestId, "P6", "another's answer", frame);
        require(frame.place == Place.READ, "P1", "an answer to a frame that was " + frame.place, frame);
        require(!frame.answered, "P1", "a second answer", frame);
        require(answer.isArray == frame.batch, "Wire", "array or not", frame);
        int responses = 0;
        int withoutId = 0;
        do {
            responses++;
            SimCall call = callOf(frame);
            if (call == null) {
                withoutId++;
                onError(frame);
            } else {
                onResponse(call);
            }
        } while (answer.next());
        frame.answered = true;
        require(responses == frame.responses(), "P1", responses + " responses", frame);
        require(withoutId == frame.nullAnswers, "P1", withoutId + " responses without id", frame);
        if (frame.batch) {
            world.count(SimEvent.ANSWER_OF_BATCH);
        }
    }

    private @Nullable SimFrame frameOf(SimClient client, int requestId) {
        SimCall call = handlers.find(answer.tokenOfId());
        if (call != null) {
            return call.frame;
        }
        for (SimFrame frame : client.frames()) {
            if (frame.requestId == requestId && frame.isOwed() && mayHaveNullId(frame)) {
                return frame;
            }
        }
        return null;
    }

    private static boolean mayHaveNullId(SimFrame frame) {
        return frame.nullAnswers > 0 || (!frame.calls.isEmpty() && "null".equals(frame.calls.get(0).idText));
    }

    /** The call that the response is for; null if it is for an entry without a usable id. */
    private @Nullable SimCall callOf(SimFrame frame) {
        String id = answer.id();
        if (id.equals("null") && frame.nullAnswers > 0) {
            return null;
        }
        SimCall call = id.equals("null") ? frame.calls.get(0) : handlers.find(answer.tokenOfId());
        if (call == null || !id.equals(call.idText)) {
            throw wrong("P1", "an id that was not sent", frame);
        }
        require(call.frame == frame, "P6", "the answer to another frame", call);
        require(!call.answered, "P1", "a second response in one answer", call);
        call.answered = true;
        return call;
    }

    /** To an entry that is no request, or to a frame that is none. */
    private void onError(SimFrame frame) {
        require(answer.code == frame.nullCode && "no".equals(answer.executed), "P2", "wrong error", frame);
        switch (answer.code) {
            case -32700 -> {
                world.count(SimEvent.ANSWER_PARSE_ERROR);
                SimClient client = frame.client;
                client.firstBadNanos = client.badAnswers == 0 ? frame.readNanos : client.firstBadNanos;
                client.badAnswers++;
            }
            case -32004 -> world.count(SimEvent.ANSWER_FRAME_TOO_LARGE);
            default -> world.count(SimEvent.ANSWER_INVALID_REQUEST);
        }
    }

    private void onResponse(SimCall call) {
        if (world.trace().isOn()) {
            world.trace().line("    answers " + call + ": " + saying());
        }
        if (answer.hasMeta) {
            world.count(SimEvent.ANSWER_WITH_TIMING);
        }
        if (answer.executed == null) {
            onResult(call);
        } else {
            executedIsTrue(call, Objects.requireNonNull(answer.executed));
            boolean right = errors.mayBe(call, answer.code, Objects.requireNonNull(answer.executed));
            require(right, "P2", "an error that cannot be", call);
        }
    }

    private void onResult(SimCall call) {
        boolean its =
                switch (call.kind) {
                    case GOOD -> call.starts == 1 && !call.running && call.plan.code() == 0 && isResultOf(call);
                    case CANCEL -> answer.result().equals("null");
                    case HELLO -> answer.result().startsWith("{\"server\":\"sluice\",");
                    case BAD_PARAMS, BAD_CONTROL, NO_METHOD, INVALID -> false;
                };
        require(its, "P2", "not its result", call);
        switch (call.kind) {
            case CANCEL -> world.count(SimEvent.ANSWER_OF_CANCEL);
            case HELLO -> {
                call.frame.client.listens |= call.hasCapability;
                world.count(SimEvent.ANSWER_OF_HELLO);
            }
            default -> world.count(SimEvent.ANSWER_RESULT);
        }
    }

    private boolean isResultOf(SimCall call) {
        return answer.tokenOfResult() == call.token && answer.resultEnd - answer.resultStart == call.resultBytes();
    }

    private void executedIsTrue(SimCall call, String executed) {
        switch (executed) {
            case "no" -> {
                require(call.starts == 0, "P2", "executed \"no\", but it was started", call);
                call.saidNo = true;
            }
            case "yes" -> require(call.starts == 1 && !call.running, "P2", "executed \"yes\", but it was not", call);
            case "unknown" ->
                require(isBeyondRecall(call), "P2", "executed \"unknown\", but it could be taken back", call);
            default -> throw wrong("P2", "executed is " + executed, call);
        }
    }

    /** Started, or refused by a worker whose reply has not come: the gateway cannot know which. */
    private boolean isBeyondRecall(SimCall call) {
        if (call.starts == 0 && call.onBus != null && call.onBus.state() != Call.State.WAITING) {
            world.count(SimEvent.UNKNOWN_OF_REFUSED);
            return true;
        }
        return call.starts == 1 && call.kind == Kind.GOOD;
    }

    private void require(boolean kept, String promise, String what, Object of) {
        if (!kept) {
            throw wrong(promise, what, of);
        }
    }

    private BrokenPromise wrong(String promise, String what, Object of) {
        return promises.broken(promise, what + ": " + of + " answered with id " + answer.id() + ", " + saying());
    }

    private String saying() {
        return answer.executed == null ? "a result" : answer.code + " " + answer.executed + " " + answer.reason();
    }
}
