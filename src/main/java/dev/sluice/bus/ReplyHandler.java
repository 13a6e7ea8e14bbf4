package dev.sluice.bus;

/** Takes the replies of workers, on the gateway's event loop. */
@FunctionalInterface
public interface ReplyHandler {
    /**
     * Takes one reply; must not throw.
     *
     * @param nowNanos when its batch came, on the clock of {@link System#nanoTime()}
     */
    void accept(Reply reply, long nowNanos);
}
