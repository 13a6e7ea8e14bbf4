package dev.sluice.chaos;

import dev.sluice.chaos.Asking.Made;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One connection and the manners of whoever is behind it: keeps a number of calls in flight, reads what comes, and closes
 * when the server has ended. Subclasses behave otherwise. Confined to the crowd's thread.
 */
abstract class Client {
    private static final int READS_A_TURN = 4;
    private static final int READ_BYTES = 64 * 1024;

    /** What every client is given. */
    record Seat(Wire wire, ConnectionLog log, Asking asking, Errands errands, Random random) {}

    private final Seat seat;
    private final Map<Integer, Made> inFlight = new HashMap<>();
    private int callsInFlight;
    private boolean silent;
    private boolean leaving;

    Client(Seat seat) {
        this.seat = seat;
        seat.wire.attach(this);
    }

    /** Is connected. */
    void begin() {
        ask();
    }

    /** A millisecond or more has passed. */
    void onTime(long nowNanos) {}

    /** The socket can be read or written. */
    final void onReady(SelectionKey key) {
        if (key.isWritable()) {
            wire().flush();
        }
        for (int i = 0; i < READS_A_TURN && key.isValid() && key.isReadable(); i++) {
            if (!receive(READ_BYTES)) {
                break;
            }
        }
    }

    /** True if no call more may be made than those in flight. */
    boolean isContent() {
        boolean isSilent = silent && !(leaving && seat.errands.areOpen());
        return isSilent || callsInFlight >= seat.asking.depth();
    }

    /** The next frame to send. */
    Made next() {
        return seat.asking.any();
    }

    /** Some of what was asked is answered. */
    void onAnswers(Made asked, List<Answer> answers) {}

    /** A frame of the server's own. */
    void onNotice(String method) {
        seat.log.broken("the server's own frame " + method + " for a client that did not say rpc.hello");
    }

    /** The server has ended, and everything it sent was read. */
    void onEnd() {
        wire().close();
    }

    /** Asks nothing more but what is left of its errands, and leaves when all that was asked is answered. */
    final void goHome() {
        leaving = true;
        fallSilent();
        ask();
        leaveIfDone();
    }

    private void leaveIfDone() {
        if (leaving && callsInFlight == 0 && !seat.errands.areOpen()) {
            wire().leave();
        }
    }

    final boolean isGone() {
        return !wire().isOpen();
    }

    final Wire wire() {
        return seat.wire;
    }

    final ConnectionLog log() {
        return seat.log;
    }

    final Random random() {
        return seat.random;
    }

    final Asking asking() {
        return seat.asking;
    }

    final int callsInFlight() {
        return callsInFlight;
    }

    /** Asks nothing more. */
    final void fallSilent() {
        silent = true;
    }

    /** Sends as much as it wants to have in flight. */
    final void ask() {
        while (!isContent()) {
            send(next());
        }
        wire().flush();
    }

    final void send(Made made) {
        seat.log.sent(made.requestId(), made.asks(), made.bytes().length, System.nanoTime());
        wire().send(made.bytes());
        if (made.calls() > 0) {
            inFlight.put(made.requestId(), made);
            callsInFlight += (int) made.calls();
        }
    }

    /** Reads once and asks again; false if there was nothing. */
    final boolean receive(int mostBytes) {
        boolean some = wire().read(mostBytes);
        try {
            Inbox.Frame frame;
            while ((frame = wire().inbox().next()) != null) {
                onFrame(frame);
            }
        } catch (IOException e) {
            seat.log.broken(String.valueOf(e.getMessage()));
            wire().reset();
        }
        if (some) {
            ask();
        } else if (log().ending() != Ending.OPEN && !isGone()) {
            onEnd();
        }
        return some && !isGone();
    }

    private void onFrame(Inbox.Frame frame) throws IOException {
        if (frame.requestId() == Asking.SERVERS_ID) {
            onNotice(AnswerReader.method(frame.body()));
            return;
        }
        List<Answer> answers = AnswerReader.read(frame.body());
        seat.log.received(frame.requestId(), answers, System.nanoTime());
        Made asked = inFlight.remove(frame.requestId());
        if (asked != null) {
            callsInFlight -= (int) asked.calls();
            onAnswers(asked, answers);
            leaveIfDone();
        }
    }
}
