package dev.sluice.gateway;

import dev.sluice.gateway.SimFrame.Place;
import dev.sluice.limits.ByteBudget;
import java.util.List;

/** When and how the server may end a connection, or stop to take its frames. */
final class EndRules {
    private static final long BAD_PEER_NANOS = 1_000 * SimClock.MS;
    private static final int BAD_PEER_BYTES = 64 * 1024;
    private static final long BAD_FRAMES_NANOS = 10_000 * SimClock.MS;
    private static final int ERRORS_OF_BATCH_BYTES = 600;

    /** A turn that waited may make the server's clocks start a little before ours. */
    private static final long SLACK_NANOS = 25 * SimClock.MS;

    private final SimWorld world;
    private final Promises promises;
    private final SimNode node;

    /** True if in this step somebody sent more than there was room for. */
    private boolean inboundUsedUp;

    EndRules(SimWorld world, SimNode node) {
        this.world = world;
        this.promises = world.promises();
        this.node = node;
    }

    void beginStep() {
        inboundUsedUp = false;
    }

    /** Bytes are about to arrive. */
    void onArrival(int bytes) {
        ByteBudget inbound = node.budget.bytes().inbound();
        inboundUsedUp |= inbound.usedBytes() + bytes > inbound.limitBytes();
    }

    /** What the next tick may find overdue. */
    void beforeTick(SimClient client) {
        GatewayLimits.Times times = limits().times();
        long partNanos = now() - client.partSinceNanos;
        client.slowAtTick =
                client.stream.isInsideFrame() && partNanos >= Math.min(times.headerNanos(), times.frameNanos());
        long quietNanos = now() - Math.max(client.lastReadNanos, client.kernel.waitingSinceNanos());
        boolean idle =
                quietNanos >= times.idleNanos() && client.frames().stream().noneMatch(SimFrame::isOwed);
        boolean old = now() - client.acceptedNanos >= times.maxAgeNanos() / 10 * 9;
        client.retiresAtTick = idle || old;
    }

    /** From the first tick after the cut on, what comes is refused; who may be read is, by the second tick. */
    void afterTick(SimClient client, long tickNanos) {
        client.isCut |= client.drainSinceNanos != null
                && tickNanos - client.drainSinceNanos
                        >= world.conditions().drain().cutNanos();
        boolean kept = !client.kernel.isGone() && !client.kernel.isRead() && Innards.mayBeRead(client.connection());
        client.unreadTicks = kept ? client.unreadTicks + 1 : 0;
        promises.require(client.unreadTicks < 3, "P6", "may be read and is not", client);
        ConnectionState state = Innards.state(client.connection());
        boolean young =
                (tickNanos - client.acceptedNanos) / 11 * 10 <= limits().times().maxAgeNanos();
        promises.require(young || state != ConnectionState.OPEN, "P3", "older than connections may get", client);
        long drainingNanos = client.loop.isDraining() ? tickNanos - client.loop.drainSinceNanos() - SLACK_NANOS : -1;
        boolean flushed = drainingNanos < flushedNanos() || !state.writes();
        promises.require(flushed, "P3", "still answered after the end of the drain", client);
        boolean ended = drainingNanos < world.conditions().drain().endNanos() || state == ConnectionState.CLOSED;
        promises.require(ended, "P3", "outlives the end of the drain", client);
    }

    /** A connection was refused. */
    void onRefused(SimClient client, List<SimClient> others) {
        int open = 0;
        int ofAddress = 0;
        for (SimClient other : others) {
            boolean isOpen = !other.closed;
            open += isOpen ? 1 : 0;
            ofAddress += isOpen && other.host().equals(client.host()) ? 1 : 0;
        }
        SimConditions.Room room = world.conditions().room();
        boolean full = open == room.connections() || (room.perAddress() > 0 && ofAddress == room.perAddress());
        promises.require(full, "P6", "refused a connection that has a place", client);
    }

    /** Looks at what became of a connection in a step, and whether there was a reason. */
    void observe(SimClient client) {
        ConnectionState state = Innards.state(client.connection());
        if (state.parses()) {
            client.bytesWhileTaken = client.stream.bytesRead();
            boolean bad =
                    client.badAnswers >= limits().frames().maxBad() && now() - client.firstBadNanos < BAD_FRAMES_NANOS;
            promises.require(!bad, "P6", "is served after too many bodies that are no JSON", client);
        }
        if (state == client.seen) {
            return;
        }
        boolean drains = state == ConnectionState.DRAINING || state == ConnectionState.REFUSING;
        if (client.seen == ConnectionState.OPEN && (drains || isDrainedAtOnce(client, state))) {
            promises.require(
                    client.loop.isDraining() || client.retiresAtTick, "P1", "drained without a reason", client);
            client.drainSinceNanos = client.loop.isDraining()
                    ? Long.valueOf(Math.max(client.loop.drainSinceNanos(), client.acceptedNanos))
                    : Long.valueOf(now());
            world.coverage().count(SimEvent.DRAIN_OF_ONE, client.loop.isDraining() ? 0 : 1);
        }
        if (state == ConnectionState.ENDING) {
            boolean goodbye = client.listens && client.drainingNanos() >= 0;
            client.metLimit |= mayMeetLimit(client);
            boolean reason = goodbye || client.metLimit || client.stream.isBroken();
            promises.require(reason, "P1", "input ended without a reason" + stateOf(client), client);
        }
        client.seen = state;
    }

    /** An idle or old client that listens and has sent FIN is drained, and gets its goodbye, in one tick. */
    private boolean isDrainedAtOnce(SimClient client, ConnectionState state) {
        return state == ConnectionState.ENDING
                && client.listens
                && client.retiresAtTick
                && client.finRead
                && !client.stream.isBroken()
                && !mayMeetLimit(client);
    }

    void onFin(SimClient client) {
        promises.require(Innards.queuedBytes(client.connection()) == 0, "P1", "FIN before answers had left", client);
        client.metLimit |= mayMeetLimit(client);
        boolean isDrained = client.drainingNanos() >= 0 || client.loop.isDraining();
        boolean reason = client.finRead || isDrained || client.metLimit || client.stream.isBroken();
        promises.require(reason, "P1", "FIN without a reason" + stateOf(client), client);
        boolean owesGoodbye = client.listens
                && client.drainingNanos() >= 0
                && client.loop.drainingNanos() < flushedNanos()
                && !client.metLimit
                && !client.stream.isBroken();
        promises.require(!owesGoodbye || client.toldGoodbye, "P1", "FIN without goodbye", client);
        requireAnswers(client, "FIN");
    }

    void onClose(SimClient client) {
        requireAnswers(client, "close");
        boolean silent = client.stream.bytesRead() == 0
                && now() - client.acceptedNanos >= limits().times().firstByteNanos();
        boolean reason = client.finRead
                || silent
                || isLingeredOut(client)
                || client.loop.drainingNanos() >= world.conditions().drain().endNanos();
        promises.require(reason, "P1", "closed before the client's FIN" + stateOf(client), client);
    }

    void onAbort(SimClient client) {
        boolean reason = !client.isAccepted()
                || isStalled(client)
                || isBadMagicOver(client)
                || (isOutboundUsedUp() && hasLongestQueue(client))
                || client.loop.drainingNanos() >= flushedNanos();
        promises.require(reason, "P1", "cut without a reason" + stateOf(client), client);
    }

    /** Everything the server read and owes an answer for has it. */
    private void requireAnswers(SimClient client, String at) {
        if (client.isForfeit()) {
            return;
        }
        for (SimFrame frame : client.frames()) {
            if (frame.isOwed() && client.metLimit && !frame.isDispatched()) {
                frame.place = Place.DISCARDED; // it came with or behind what ended the connection
                world.count(SimEvent.FRAME_BEHIND_LIMIT);
            }
            if (frame.isOwed()) {
                promises.require(false, "P1", "no answer before " + at + stateOf(client) + frame.calls, frame);
            }
        }
    }

    private boolean mayMeetLimit(SimClient client) {
        return client.slowAtTick
                || inboundUsedUp
                || badFrames(client) >= limits().frames().maxBad();
    }

    private static int badFrames(SimClient client) {
        int bad = 0;
        for (SimFrame frame : client.frames()) {
            bad += frame.place == Place.READ && frame.nullCode == -32700 ? 1 : 0;
        }
        return bad;
    }

    private boolean isStalled(SimClient client) {
        long waitedNanos = now() - client.kernel.waitingSinceNanos();
        return client.kernel.inTransport() > 0 && waitedNanos > limits().times().writeStallNanos() - SLACK_NANOS;
    }

    private boolean isBadMagicOver(SimClient client) {
        return client.stream.isBadMagic()
                && (now() - client.brokenNanos >= BAD_PEER_NANOS || isDiscardedEnough(client));
    }

    private static boolean isDiscardedEnough(SimClient client) {
        return client.stream.bytesRead() - client.bytesWhileTaken > BAD_PEER_BYTES;
    }

    /** True if the largest answer there can be would find no room. */
    private boolean isOutboundUsedUp() {
        GatewayLimits.Frames frames = limits().frames();
        long largest = frames.maxResponseBytes() + (long) frames.maxBatch() * ERRORS_OF_BATCH_BYTES;
        ByteBudget outbound = node.budget.bytes().outbound();
        return outbound.usedBytes() + largest > outbound.limitBytes();
    }

    private static boolean hasLongestQueue(SimClient client) {
        long its = Innards.outbound(client.connection()).reservedBytes();
        return client.loop.connected().stream()
                .allMatch(other -> Innards.outbound(other.connection()).reservedBytes() <= its);
    }

    private boolean isLingeredOut(SimClient client) {
        if (isBadMagicOver(client)) {
            return true;
        }
        if (!client.kernel.isFin()) {
            return false;
        }
        long lingerNanos = world.conditions().drain().lingerNanos();
        long maxNanos = client.metLimit ? Math.min(BAD_PEER_NANOS, lingerNanos) : lingerNanos;
        long inAllNanos = client.metLimit ? maxNanos : 2 * maxNanos;
        long waitedNanos = now() - client.kernel.finNanos();
        long deliveredNanos = client.kernel.deliveredNanos();
        return waitedNanos >= inAllNanos
                || now() - deliveredNanos >= maxNanos
                || (client.metLimit && isDiscardedEnough(client))
                || now() - Math.max(deliveredNanos, client.lastReadNanos) >= DrainTimes.LINGER_SILENCE_NANOS;
    }

    private long flushedNanos() {
        DrainTimes drain = world.conditions().drain();
        return Math.min(drain.deadlineNanos() + DrainTimes.FLUSH_NANOS, drain.endNanos());
    }

    private String stateOf(SimClient client) {
        return " [last read " + client.lastReadNanos / SimClock.MS + " ms, now " + now() / SimClock.MS
                + " ms, draining " + client.drainingNanos() / SimClock.MS + " ms, in the transport "
                + client.kernel.inTransport() + "] ";
    }

    private GatewayLimits limits() {
        return world.conditions().limits();
    }

    private long now() {
        return world.clock().now();
    }
}
