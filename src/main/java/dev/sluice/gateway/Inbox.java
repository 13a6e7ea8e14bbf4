package dev.sluice.gateway;

import dev.sluice.frame.Frame;
import dev.sluice.frame.FrameException;
import dev.sluice.jsonrpc.Incoming;
import dev.sluice.limits.ByteAccount;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The way of one connection's bytes to the {@link Dispatcher}: reserved, parsed, and parked while all the connection's
 * slots are taken. Confined to the connection's event loop.
 *
 * <p>Invariant: a frame is parked only while the connection is full or not to be parsed, and dispatched in the order it came.
 */
final class Inbox {
    /** To stop reading for less costs more, two system calls, than a next piece does. */
    private static final int FEW_BYTES = 4 * 1024;

    private final Connection owner;
    private final GatewayLoop loop;
    private final FrameIntake intake;
    private final InputClock clock;
    private final ByteAccount account;
    private int forgotten;
    private boolean closed;

    Inbox(Connection owner, GatewayLoop loop) {
        this.owner = owner;
        this.loop = loop;
        this.clock = new InputClock(loop.limits().times(), loop.now());
        this.account = new ByteAccount(loop.budget().bytes().inbound());
        this.intake = new FrameIntake(loop.limits().frames().maxBytes(), account, clock, loop.turn());
    }

    /**
     * Takes bytes in, once there is room for them. If there is none the slowest frame is given up. They must not change
     * before {@link #parse()}.
     *
     * @return false if this connection had to pay for it: nothing was taken
     */
    boolean take(Buffer data) {
        if (!reserve(data.length())) {
            return false;
        }
        intake.feed(data);
        return true;
    }

    /** Dispatches the frames there are, as far as the connection may, and copies what is left of what was taken. */
    void parse() {
        if (intake.isEmpty()) {
            return;
        }
        long nowNanos = loop.now(); // for all frames: they were complete before
        try {
            dispatchParked(nowNanos);
            Frame frame;
            while (owner.mayParse() && (frame = intake.next(nowNanos)) != null) {
                onFrame(frame, nowNanos);
            }
        } catch (FrameException e) {
            owner.onBroken(e, intake.sawFrame());
        } finally {
            intake.keep();
        }
        if (!intake.isExhausted() && owner.mayParse()) {
            loop.turn().markForInput(owner, intake.tookSome());
        }
    }

    /** Dispatches what was parked, whether there are slots or not: what finds none is refused. */
    void dispatchAllParked() {
        for (Arrival arrival = intake.unpark(); arrival != null; arrival = intake.unpark()) {
            loop.dispatcher().dispatch(owner, arrival);
        }
    }

    /** Answers a parked request as cancelled. */
    void cancelParked(byte[] id) {
        Arrival parked = intake.unpark(id);
        if (parked != null && parked.incoming() instanceof Incoming.Request request) {
            loop.dispatcher().cancelled(owner, parked, request);
        }
    }

    /** A frame was answered, or needs no answer: it is held no more. */
    void done(int bytes) {
        intake.done(bytes);
    }

    /** No frame will be taken any more. */
    void stop() {
        intake.stop();
    }

    /** The connection will not wait for a call that it has, which runs on. */
    void forgot() {
        forgotten++;
    }

    /** Such a call has ended. */
    void forgottenEnded() {
        forgotten--;
        closeIfDone();
    }

    /** The connection is gone. The frames of forgotten calls are held until the last of these has ended. */
    void close() {
        intake.stop();
        closed = true;
        closeIfDone();
    }

    private void closeIfDone() {
        if (closed && forgotten == 0) {
            account.close();
        }
    }

    /** False while so many frames may be left for the next turn that more of them should lie with the kernel. */
    boolean mayTakeMore() {
        return intake.isExhausted() || intake.pendingBytes() < FEW_BYTES;
    }

    /** True if nothing waits to be dispatched. */
    boolean isEmpty() {
        return intake.isEmpty();
    }

    /**
     * True if the connection may hold more. In the middle of a frame it may even when the node's room is overdrawn: or
     * nobody's frame would ever end.
     */
    boolean mayBuffer() {
        return account.heldBytes() < loop.limits().queues().inboundShareBytes()
                && (clock.insideFrame() || !account.isOverdrawn());
    }

    /** True while frames that find no slot can still be looked at. */
    boolean mayPark() {
        return intake.mayPark();
    }

    InputClock clock() {
        return clock;
    }

    /** True if the node's room holds a part of a frame that is still coming. */
    boolean holdsPartOfFrame() {
        return clock.insideFrame() && account.reservedBytes() > 0;
    }

    private void onFrame(Frame frame, long nowNanos) {
        Arrival arrival = loop.dispatcher().read(frame, nowNanos);
        if (owner.parks() && !loop.dispatcher().isUrgent(arrival)) {
            intake.park(arrival);
        } else {
            loop.dispatcher().dispatch(owner, arrival);
        }
    }

    private void dispatchParked(long nowNanos) {
        while (intake.hasParked() && owner.mayParse() && !owner.parks()) {
            @Nullable Arrival arrival = intake.unpark();
            if (arrival != null) { // its wait for a slot was its client's doing, and does not count
                loop.dispatcher().dispatch(owner, arrival.at(nowNanos));
            }
        }
    }

    private boolean reserve(int bytes) {
        while (!account.take(bytes)) {
            Connection slowest = loop.connections().slowestFrame();
            if (slowest == null && account.overdraw(bytes)) {
                return true;
            }
            Connection payer = slowest == null ? owner : slowest;
            payer.giveUpFrame("limits.inboundBytes are used up, and its frame was the slowest");
            if (payer == owner) {
                return false;
            }
        }
        return true;
    }
}
