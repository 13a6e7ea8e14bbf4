package dev.sluice.gateway;

import dev.sluice.jsonrpc.ServerNotification;
import java.util.ArrayList;
import java.util.List;

/** One frame that a client sent, or began to send, and what it is owed for it. */
final class SimFrame {
    /** Where it stands between client and server. */
    enum Place {
        /** Some of its bytes are on their way. */
        SENT,
        /** The server has read its last byte while it took frames. */
        READ,
        /** Its last byte came when the server took no frames any more: it must never be executed. */
        DISCARDED
    }

    final SimClient client;
    final int requestId;
    final boolean batch;
    final List<SimCall> calls = new ArrayList<>(1);

    /** Entries that are answered with the id null, and the code they are answered with. */
    int nullAnswers;

    int nullCode;

    /** The position in the client's stream where the server has all it needs. */
    long end;

    Place place = Place.SENT;
    boolean answered;
    long readNanos;
    int readTurn;

    /** Read when the connection had passed its cut: it must be refused. */
    boolean afterCut;

    /** True if the server had nothing else of this client to do when it came. */
    boolean alone;

    SimFrame(SimClient client, int requestId, boolean batch) {
        this.client = client;
        this.requestId = requestId;
        this.batch = batch;
    }

    /** How many responses the answer has; 0 if there is to be no answer. */
    int responses() {
        int responses = nullAnswers;
        for (SimCall call : calls) {
            if (!call.isNotification()) {
                responses++;
            }
        }
        return responses;
    }

    boolean isOwed() {
        return place == Place.READ && !answered && responses() > 0;
    }

    /** True if one of its calls was sent to a worker. */
    boolean isDispatched() {
        for (SimCall call : calls) {
            if (call.dispatches > 0) {
                return true;
            }
        }
        return false;
    }

    /** True if its id is not the client's to use once it listens for notifications. */
    boolean isReserved() {
        return requestId == ServerNotification.REQUEST_ID;
    }

    @Override
    public String toString() {
        return client + " frame " + Integer.toUnsignedString(requestId);
    }
}
