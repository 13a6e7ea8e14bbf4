package dev.sluice.gateway;

import dev.sluice.limits.ByteAccount;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;

/**
 * The invariants that the classes of one connection state in their comments, checked from outside between steps. With
 * {@link NodeInnards} the one place of the simulation that looks into objects.
 */
final class Innards {
    private static final VarHandle LIFE = field(Connection.class, "life", Lifecycle.class);
    private static final VarHandle BATCH = field(AnswerQueue.class, "batch", WriteBatch.class);
    private static final VarHandle IN_TRANSPORT = field(WriteBatch.class, "inTransport", int.class);
    private static final VarHandle INTAKE = field(Inbox.class, "intake", FrameIntake.class);
    private static final VarHandle PENDING = field(FrameIntake.class, "pendingBytes", long.class);
    private static final VarHandle PARKED = field(FrameIntake.class, "parked", ArrayDeque.class);

    private final SimWorld world;
    private final Promises promises;

    Innards(SimWorld world) {
        this.world = world;
        this.promises = world.promises();
    }

    static ConnectionState state(Connection connection) {
        return ((Lifecycle) LIFE.get(connection)).state();
    }

    static boolean takesFrames(Connection connection) {
        return state(connection).parses();
    }

    static long queuedBytes(Connection connection) {
        return batch(connection).queuedBytes();
    }

    /** What a connection holds of the node's room for requests. */
    static ByteAccount inbound(Connection connection) {
        return intake(connection).account();
    }

    /** What it holds of the node's room for answers. */
    static ByteAccount outbound(Connection connection) {
        return batch(connection).account();
    }

    void check(SimClient client) {
        Connection connection = client.connection();
        checkSlots(client, connection);
        if (state(connection) == ConnectionState.CLOSED) {
            require(connection.slots().size() == 0, "Connection", "closed with calls", client);
            boolean mayRunOn = client.stream.isBadMagic(); // its calls hold their frames until they end
            require(inbound(connection).isClosed() || mayRunOn, "P5", "closed with bytes of requests", client);
            require(outbound(connection).isClosed(), "P5", "closed with bytes of answers", client);
            return;
        }
        checkQueue(client, batch(connection));
        if (!client.stream.isBadMagic()) {
            checkHeld(client, connection);
        }
        if (client.loop.isIdle() && takesFrames(connection)) {
            checkReading(client, connection);
        }
    }

    /** True if nothing speaks against reading the client. */
    static boolean mayBeRead(Connection connection) {
        return takesFrames(connection)
                && connection.mayParse()
                && connection.inbox().mayBuffer()
                && connection.inbox().mayTakeMore();
    }

    /** Its slots are those that wait for its answers, and not more than it may have and one frame can bring. */
    private void checkSlots(SimClient client, Connection connection) {
        SlotList list = connection.slots();
        int awaited = 0;
        for (Slot slot = list.first(); slot != null; slot = slot.nextOfConnection) {
            boolean its =
                    slot.call != null && slot.replyTo instanceof FrameReply frame && frame.connection() == connection;
            require(its, "Slot", "in a list without being awaited there", client);
            awaited++;
        }
        require(awaited == list.size(), "SlotList", "its size is not its length", client);
        GatewayLimits limits = world.conditions().limits();
        boolean ends = client.metLimit || client.stream.isBroken(); // what was parked is begun then
        int frames = ends ? 1 + FrameIntake.MAX_PARKED : 1;
        int most = limits.calls().maxInFlightPerConnection()
                - 1
                + frames * limits.frames().maxBatch();
        require(awaited <= most, "P5", "more calls than a connection may have", client);
    }

    private void checkQueue(SimClient client, WriteBatch batch) {
        int inTransport = (int) IN_TRANSPORT.get(batch);
        require(batch.queuedBytes() >= inTransport && inTransport >= 0, "WriteBatch", "less than it gave away", client);
        require(inTransport == client.kernel.unreported(), "WriteBatch", "the transport has something else", client);
        boolean hoards = batch.queuedBytes() > 0 && inTransport == 0;
        require(!hoards || !client.loop.isIdle(), "WriteBatch", "keeps what the transport has room for", client);
    }

    /** Every byte is accounted for until its frame is answered, and every answer until it is taken. */
    private void checkHeld(SimClient client, Connection connection) {
        FrameIntake intake = intake(connection);
        long in = (long) PENDING.get(intake);
        for (Object arrival : (ArrayDeque<?>) PARKED.get(intake)) {
            in += ((Arrival) arrival).bytes();
        }
        long out = queuedBytes(connection);
        for (Slot slot = connection.slots().first(); slot != null; slot = slot.nextOfConnection) {
            if (slot.replyTo instanceof FrameReply replyTo && isFirstOfFrame(slot, connection.slots())) {
                in += replyTo.frameBytes();
                out += replyTo.batch() == null ? 0 : replyTo.batch().bytes() - 1;
            }
        }
        require(inbound(connection).heldBytes() == in, "FrameIntake", "holds other bytes than it says", client);
        require(outbound(connection).heldBytes() == out, "AnswerQueue", "holds other bytes than it says", client);
        requireReserved(inbound(connection), client);
        requireReserved(outbound(connection), client);
        long most = world.conditions().limits().queues().inboundShareBytes() + client.largestPiece;
        require(in <= most, "P5", "more is buffered than its share and one read", client);
    }

    private void requireReserved(ByteAccount account, SimClient client) {
        long most = ByteAccount.FLOOR_BYTES + account.reservedBytes();
        require(account.heldBytes() <= most, "P5", "bytes are held that were not reserved", client);
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isFirstOfFrame(Slot slot, SlotList slots) {
        for (Slot before = slots.first(); before != slot && before != null; before = before.nextOfConnection) {
            if (before.replyTo == slot.replyTo) {
                return false;
            }
        }
        return true;
    }

    /** Between turns nobody is read above his limits, and nothing is parked for which there is a slot. */
    private void checkReading(SimClient client, Connection connection) {
        boolean fits = connection.mayParse()
                && inbound(connection).heldBytes()
                        < world.conditions().limits().queues().inboundShareBytes();
        require(fits || !client.kernel.isRead(), "P5", "read above its limits", client);
        boolean above =
                queuedBytes(connection) >= world.conditions().limits().queues().outboundMarkBytes();
        require(!above || !client.kernel.isRead(), "P5", "read above its mark", client);
        boolean forgotten = connection.mayParse() && !intake(connection).isExhausted();
        require(!forgotten, "Inbox", "whole frames are left and nobody looks at them", client);
        boolean parked = !((ArrayDeque<?>) PARKED.get(intake(connection))).isEmpty();
        require(!parked || connection.parks() || !connection.mayParse(), "Inbox", "parked with a free slot", client);
    }

    private void require(boolean kept, String what, String why, SimClient client) {
        promises.require(kept, what, why, client);
    }

    private static WriteBatch batch(Connection connection) {
        return (WriteBatch) BATCH.get(connection.out());
    }

    private static FrameIntake intake(Connection connection) {
        return (FrameIntake) INTAKE.get(connection.inbox());
    }

    static VarHandle field(Class<?> owner, String name, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).findVarHandle(owner, name, type);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(owner.getSimpleName() + " has no " + name + " any more", e);
        }
    }
}
