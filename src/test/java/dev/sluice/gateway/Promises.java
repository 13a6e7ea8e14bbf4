package dev.sluice.gateway;

import dev.sluice.gateway.SimFrame.Place;
import dev.sluice.service.CallContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds the server to the promises of DESIGN, section 3, while a schedule runs. What answers may say is for
 * {@link AnswerRules}, what the server may say by itself for {@link TalkRules}, how connections may end for
 * {@link EndRules}; all of them know only what clients, authors of handlers and the kernel can know. What objects look
 * like inside is for {@link Innards}.
 *
 * <p>A promise that breaks deep inside the server may be caught there: the first one is kept for whoever steps.
 */
final class Promises {
    private static final int TURNS_TO_DISPATCH = 2;

    private @Nullable BrokenPromise broken;
    private @Nullable SimWorld world;
    private @Nullable AnswerRules answers;
    private @Nullable TalkRules talk;
    private @Nullable EndRules ends;

    void begin(SimWorld newWorld, SimHandlers handlers, EndRules endRules) {
        world = newWorld;
        answers = new AnswerRules(newWorld, handlers);
        talk = new TalkRules(newWorld);
        ends = endRules;
    }

    /** Keeps and returns what is wrong. */
    BrokenPromise broken(String promise, String what) {
        BrokenPromise now = new BrokenPromise(promise, what);
        if (broken == null) {
            broken = now;
        }
        return now;
    }

    void require(boolean kept, String promise, String what) {
        if (!kept) {
            throw broken(promise, what);
        }
    }

    /** The same, saying of whom. */
    void require(boolean kept, String promise, String what, Object of) {
        if (!kept) {
            throw broken(promise, what + ": " + of);
        }
    }

    /** Throws the first promise that was broken, if one was. */
    void throwIfBroken() {
        if (broken != null) {
            throw broken;
        }
    }

    /** A handler is entered. */
    void onStart(SimCall call, CallContext context) {
        SimFrame frame = call.frame;
        call.starts++;
        require(call.starts == 1, "P4", "a second start", call);
        require(!call.saidNo, "P2", "started after it was said that it never would be", call);
        require(frame.place == Place.READ, "P3", "started though its frame was " + frame.place, call);
        require(!frame.afterCut, "P3", "started though it was read after the cut", call);
        require(call.kind == SimCall.Kind.GOOD, "P2", "started though its params cannot be bound", call);
        boolean itsOwn = context.requestId() == frame.requestId
                && context.remoteAddress().equals(frame.client.host() + ":" + frame.client.port());
        require(itsOwn, "P6", "the handler is told of another client or frame", call);
        if (call.isNotification()) {
            world().count(SimEvent.NOTIFICATION_STARTED);
        }
        if (world().trace().isOn()) {
            world().trace().line("    starts " + call);
        }
    }

    /** A whole frame was written. */
    void onAnswer(SimClient client, int requestId, byte[] bytes, int offset, int length) {
        require(!client.toldGoodbye, "P1", "a frame behind the goodbye", client);
        Objects.requireNonNull(answers).onAnswer(client, requestId, bytes, offset, length);
    }

    /** A notification of the server was written. */
    void onNotification(SimClient client, String json) {
        Objects.requireNonNull(talk).onNotification(client, json);
    }

    /** Something was written that is no frame. */
    void onFarewell(SimClient client, boolean http) {
        boolean right = http && client.stream.startsAsHttp() && client.stream.isBadMagic();
        require(right, "Wire", "bytes that are no frame", client);
        world().count(SimEvent.HTTP_FAREWELL);
    }

    void onFin(SimClient client) {
        Objects.requireNonNull(ends).onFin(client);
    }

    void onClose(SimClient client) {
        Objects.requireNonNull(ends).onClose(client);
    }

    void onAbort(SimClient client) {
        Objects.requireNonNull(ends).onAbort(client);
    }

    /** A client with nothing else at work is served in the turn its request came in, or the next. */
    void onTurnEnd(SimClient client) {
        int turns = client.loop.turns();
        for (SimFrame frame : client.frames()) {
            boolean late = frame.alone && turns - frame.readTurn > TURNS_TO_DISPATCH && frame.isOwed();
            late &= Innards.queuedBytes(client.connection()) == 0; // else its answer may wait behind what was not taken
            if (late && !client.kernel.isGone() && !client.isForfeit()) {
                require(frame.isDispatched(), "P6", "nothing was done in " + TURNS_TO_DISPATCH + " turns", frame);
            }
        }
    }

    private SimWorld world() {
        return Objects.requireNonNull(world);
    }
}
