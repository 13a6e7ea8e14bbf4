package dev.sluice.chaos;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client's journal of one connection: what it sent, what it received, how it ended. Written by the crowd's thread, read
 * by the ledger when that has ended.
 *
 * <p>Invariant: {@code sent} is in the order of the bytes on the wire, which is the order in which a server reads them.
 */
final class ConnectionLog {
    private final int number;
    private final String client;
    private final List<Sent> sent = new ArrayList<>();
    private final List<Received> received = new ArrayList<>();
    private long queuedBytes;
    private long writtenBytes;
    private boolean halfClosed;
    private boolean helloAccepted;
    private boolean saidGoodbye;
    private @Nullable String broken;
    private Ending ending = Ending.OPEN;
    private long endNanos;

    /**
     * A frame the client made.
     *
     * @param endByte where it ends in the stream
     */
    record Sent(int requestId, List<Ask> asks, long endByte, long atNanos) {
        boolean wantsAnswer() {
            return asks.stream().anyMatch(Ask::wantsAnswer);
        }
    }

    /** A frame the client got. */
    record Received(int requestId, List<Answer> answers, long atNanos) {}

    /**
     * @param client what kind of client it is
     */
    ConnectionLog(int number, String client) {
        this.number = number;
        this.client = client;
    }

    void sent(int requestId, List<Ask> asks, int frameBytes, long atNanos) {
        queuedBytes += frameBytes;
        sent.add(new Sent(requestId, asks, queuedBytes, atNanos));
    }

    /** The kernel took bytes of the frames that were sent. */
    void written(long bytes) {
        writtenBytes += bytes;
    }

    void received(int requestId, List<Answer> answers, long atNanos) {
        if (saidGoodbye) {
            broken("a frame behind $/goodbye, request id " + Integer.toUnsignedString(requestId));
        }
        received.add(new Received(requestId, answers, atNanos));
    }

    void halfClosed() {
        halfClosed = true;
    }

    void helloAccepted() {
        helloAccepted = true;
    }

    void goodbye() {
        if (saidGoodbye) {
            broken("a second $/goodbye");
        }
        saidGoodbye = true;
    }

    /** What came broke the protocol itself. The first time counts. */
    void broken(String how) {
        if (broken == null) {
            broken = how;
        }
    }

    /** The first end counts. */
    void ended(Ending how, long atNanos) {
        if (endNanos == 0) {
            ending = how;
            endNanos = atNanos;
        }
    }

    int number() {
        return number;
    }

    String client() {
        return client;
    }

    List<Sent> sent() {
        return sent;
    }

    List<Received> received() {
        return received;
    }

    /** True if the kernel took the whole frame: the server may have read it. */
    boolean hasLeft(Sent frame) {
        return frame.endByte <= writtenBytes;
    }

    boolean isHalfClosed() {
        return halfClosed;
    }

    boolean isHelloAccepted() {
        return helloAccepted;
    }

    boolean saidGoodbye() {
        return saidGoodbye;
    }

    @Nullable
    String brokenHow() {
        return broken;
    }

    Ending ending() {
        return ending;
    }

    long endNanos() {
        return endNanos;
    }

    @Override
    public String toString() {
        return "connection " + number + " (" + client + ")";
    }
}
