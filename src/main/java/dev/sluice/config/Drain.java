package dev.sluice.config;

import java.time.Duration;

/**
 * How the server stops. All times but the first count from the end of the lame-duck time. What was read holds
 * {@code cutGrace <= timeout < hardLimit}.
 *
 * @param lameDuck time after the signal in which everything is still served, 0 to 10 min
 * @param cutGrace time in which requests are still executed, 0 to 1 min
 * @param timeout time for what is in flight, 1 ms to 1 h
 * @param linger time for one client to close, 0 to 1 h
 * @param hardLimit time after which the process exits whatever happens, 1 ms to 2 h
 */
public record Drain(Duration lameDuck, Duration cutGrace, Duration timeout, Duration linger, Duration hardLimit) {

    static Drain from(Settings settings) throws ConfigException {
        Drain drain = new Drain(
                settings.duration(
                        "drain.lameDuck",
                        "0s",
                        "0s..10m",
                        "Time after the signal in which all is served while readiness is off already"),
                settings.duration(
                        "drain.cutGrace",
                        "1s",
                        "0s..1m",
                        "Requests read in this time are executed, later ones refused; <= drain.timeout"),
                settings.duration(
                        "drain.timeout",
                        "20s",
                        "1ms..1h",
                        "Time for calls in flight; then they are withdrawn or answered as unknown"),
                settings.duration(
                        "drain.linger",
                        "15s",
                        "0s..1h",
                        "Time for our last byte to reach a client, and again for it to close; then it is closed"),
                settings.duration(
                        "drain.hardLimit",
                        "28s",
                        "1ms..2h",
                        "The process has exited by then, whatever happens; > drain.timeout"));
        boolean graceFits = drain.cutGrace.compareTo(drain.timeout) <= 0;
        settings.require(graceFits, "drain.cutGrace", "must not be above", "drain.timeout");
        boolean timeoutFits = drain.timeout.compareTo(drain.hardLimit) < 0;
        settings.require(timeoutFits, "drain.timeout", "must be below", "drain.hardLimit");
        return drain;
    }
}
