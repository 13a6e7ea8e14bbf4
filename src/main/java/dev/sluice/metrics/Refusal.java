package dev.sluice.metrics;

/** Why a call was not started: the label {@code reason} of {@code sluice_rejected_total}. */
public enum Refusal {
    /** {@code limits.maxInFlight} of the node. */
    MAX_IN_FLIGHT,
    /** {@code limits.maxQueueDelay} of its lane. */
    MAX_QUEUE_DELAY,
    /** The node is going away. */
    DRAINING,
    /** {@code blocking.queue} is full. */
    BLOCKING_QUEUE,
    /** The method's own {@code maxInFlight}. */
    METHOD_LIMIT,
    /** {@code limits.inboundBytes} leave no room for the params of another node's call. */
    INBOUND_BYTES,
    /** No node of the cluster offers the method any more. */
    NO_NODE,
    /** Nobody listens at the address that the method is routed to. */
    NO_CONSUMER,
    /** The method has too many handlers that never ended. */
    ABANDONED
}
