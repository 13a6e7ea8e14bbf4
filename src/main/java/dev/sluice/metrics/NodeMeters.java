package dev.sluice.metrics;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Everything one node counts. For any thread. A call costs a few increments: received, ended, its method's outcome, its
 * duration and its wait; the calls in flight follow from the first two.
 */
public final class NodeMeters {
    private final Map<String, MethodMeter> methods = new ConcurrentHashMap<>();
    private final Map<String, Histogram> queueDelays = new ConcurrentHashMap<>();
    private final EnumCounters<Brake> brakes = new EnumCounters<>(Brake.class);
    private final LongAdder received = new LongAdder();
    private final EnumCounters<Ending> endings = new EnumCounters<>(Ending.class);
    private final EnumCounters<Refusal> refusals = new EnumCounters<>(Refusal.class);
    private final EnumCounters<Outcome> notifications = new EnumCounters<>(Outcome.class);
    private final EnumCounters<Outcome> remoteCalls = new EnumCounters<>(Outcome.class);
    private final LongAdder connections = new LongAdder();
    private final EnumCounters<CloseReason> closed = new EnumCounters<>(CloseReason.class);
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder lateReplies = new LongAdder();
    private final LongAdder cutByDrain = new LongAdder();
    private final MethodMeter other = method(MethodMeter.OTHER);

    /** The counts of a registered method, made at the first call. Never called with a name a client chose. */
    public MethodMeter method(String registeredName) {
        return methods.computeIfAbsent(registeredName, MethodMeter::new);
    }

    /** How long calls of a lane waited for their handlers, made at the first call. */
    public Histogram queueDelay(String lane) {
        return queueDelays.computeIfAbsent(lane, name -> new Histogram());
    }

    /** All lanes there are, with their delays. */
    public Map<String, Histogram> queueDelays() {
        return Map.copyOf(queueDelays);
    }

    /** A limit held something back. */
    public void limited(Brake limit) {
        brakes.increment(limit);
    }

    /** How often a limit held something back. */
    public long count(Brake limit) {
        return brakes.count(limit);
    }

    /** The counts of all names that are not registered. */
    public MethodMeter other() {
        return other;
    }

    /** All methods there are. */
    public Collection<MethodMeter> methods() {
        return methods.values();
    }

    /** A call was read: a request, a notification, an entry of a batch, or a body that is none of them. */
    public void received() {
        received.increment();
    }

    /** What became of a call. */
    public void ended(Ending ending) {
        endings.increment(ending);
    }

    /** A call was not started. */
    public void refused(Refusal reason) {
        refusals.increment(reason);
    }

    /** A notification ended. */
    public void notification(Outcome outcome) {
        notifications.increment(outcome);
    }

    /** A call of another node's gateway ended here. */
    public void remoteCall(Outcome outcome) {
        remoteCalls.increment(outcome);
    }

    /** A connection was accepted. */
    public void connectionOpened() {
        connections.increment();
    }

    /** An accepted connection is gone. */
    public void connectionClosed(CloseReason reason) {
        connections.decrement();
        closed.increment(reason);
    }

    /** A connection was closed before anything of it was read. */
    public void connectionRefused(CloseReason reason) {
        closed.increment(reason);
    }

    /** Bytes read from clients. */
    public void bytesIn(long bytes) {
        bytesIn.add(bytes);
    }

    /** Bytes the kernel took for clients. */
    public void bytesOut(long bytes) {
        bytesOut.add(bytes);
    }

    /** A reply whose call had been answered already. */
    public void lateReply() {
        lateReplies.increment();
    }

    /** The drain's deadline ended calls, or connections whose answers were not taken. */
    public void cutByDrain(int count) {
        cutByDrain.add(count);
    }

    /** What the drain's deadline ended; 0 after a drain that lost nothing. */
    public long cutByDrainCount() {
        return cutByDrain.sum();
    }

    /** Calls read so far. */
    public long receivedCount() {
        return received.sum();
    }

    /** Calls that ended so. */
    public long count(Ending ending) {
        return endings.count(ending);
    }

    /** Calls refused for this reason. */
    public long count(Refusal reason) {
        return refusals.count(reason);
    }

    /** Notifications that ended so. */
    public long notificationCount(Outcome outcome) {
        return notifications.count(outcome);
    }

    /** Calls of other nodes' gateways that ended so. */
    public long remoteCallCount(Outcome outcome) {
        return remoteCalls.count(outcome);
    }

    /** Connections closed for this reason. */
    public long count(CloseReason reason) {
        return closed.count(reason);
    }

    /** Calls read and not yet ended. */
    public long inFlight() {
        return Math.max(0, received.sum() - endings.sum());
    }

    /** Connections open now. */
    public long connectionsNow() {
        return connections.sum();
    }

    /** Bytes read from clients so far. */
    public long bytesInCount() {
        return bytesIn.sum();
    }

    /** Bytes written to clients so far. */
    public long bytesOutCount() {
        return bytesOut.sum();
    }

    /** Replies that came after their call had been answered. */
    public long lateReplyCount() {
        return lateReplies.sum();
    }
}
