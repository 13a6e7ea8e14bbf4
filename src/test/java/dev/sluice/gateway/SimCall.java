package dev.sluice.gateway;

import dev.sluice.bus.Call;
import org.jspecify.annotations.Nullable;

/** One entry that a client sent and that has a token: what is known of it outside of the server. */
final class SimCall {
    /** What it is, and what is wrong with it. */
    enum Kind {
        /** A handler can be entered for it. */
        GOOD,
        /** Its params do not bind. */
        BAD_PARAMS,
        /** Nobody offers the method. */
        NO_METHOD,
        /** It is no request, but has an id that is echoed. */
        INVALID,
        /** {@code rpc.hello}. */
        HELLO,
        /** {@code $/cancelRequest}. */
        CANCEL,
        /** One of these two with wrong params. */
        BAD_CONTROL
    }

    final int token;
    final SimFrame frame;
    final Kind kind;
    final SimPlan plan;

    /** Null for a notification. */
    final @Nullable String idText;

    int padBytes;
    String method = "";

    /** How long the client waits at most. */
    long timeoutNanos;

    /** For a cancel: the id of what it cancels. */
    @Nullable
    String cancels;

    /** For a hello: whether the client understands notifications. */
    boolean hasCapability;

    int starts;
    boolean running;
    boolean answered;

    /** It was said, in an answer or with a goodbye, that it never was and never will be executed. */
    boolean saidNo;

    int dispatches;

    /** As it was given to the bus last. */
    @Nullable
    Call onBus;

    SimCall(SimFrame frame, int token, Kind kind, SimPlan plan, @Nullable String idText) {
        this.frame = frame;
        this.token = token;
        this.kind = kind;
        this.plan = plan;
        this.idText = idText;
    }

    boolean isNotification() {
        return idText == null;
    }

    /** The size of the result that its handler gives. */
    int resultBytes() {
        return "{\"token\":,\"pad\":\"\"}".length() + Integer.toString(token).length() + padBytes;
    }

    @Override
    public String toString() {
        return "call " + token + " (" + kind + " " + plan + ", id " + idText + ", " + frame + ")";
    }
}
