package dev.sluice.config;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What one client, and all of them together, may take. Sizes are in bytes, 1 KiB to 1 GiB.
 *
 * @param maxConnections open connections, 1 to 1,000,000
 * @param maxFrameBytes body of one request frame
 * @param maxResponseBytes body of one answer
 * @param maxBatch entries of one batch, 1 to 10,000
 * @param maxInFlightPerConnection calls of one connection, 1 to 1,000,000
 * @param maxInFlight calls of the node, 1 to 10,000,000
 * @param outboundMarkBytes answers queued on one connection above which it is not read
 * @param writeStall time without progress of a write, 100 ms to 10 min
 * @param requestTimeout time for one call, 1 ms to 1 h
 * @param abandonAfter time beyond its deadline after which a handler is given up, 1 ms to 24 h
 */
public record Limits(
        int maxConnections,
        int maxFrameBytes,
        int maxResponseBytes,
        int maxBatch,
        int maxInFlightPerConnection,
        int maxInFlight,
        int outboundMarkBytes,
        Duration writeStall,
        Duration requestTimeout,
        Duration abandonAfter) {

    private static final int FEWEST_CONNECTIONS = 64;
    private static final int MOST_CONNECTIONS = 10_000;

    /** Files for everything but connections: jars, logs, event loops, links to other nodes. */
    private static final int FILES_KEPT_BACK = 512;

    static Limits from(Settings settings) throws ConfigException {
        return new Limits(
                settings.integerOrAuto(
                        "limits.maxConnections",
                        connectionsFor(openFiles()),
                        "1..1000000",
                        "Open connections; one more is closed at once; auto: 80% of open files, 64 to 10000"),
                settings.bytes(
                        "limits.maxFrameBytes",
                        "1MiB",
                        "1KiB..1GiB",
                        "Body of one request frame; a larger one is answered -32004, its connection ends"),
                settings.bytes(
                        "limits.maxResponseBytes",
                        "4MiB",
                        "1KiB..1GiB",
                        "Body of one answer; a larger one becomes error -32006, the connection lives"),
                settings.integer(
                        "limits.maxBatch",
                        "100",
                        "1..10000",
                        "Entries of one batch; a larger batch is answered -32600 as a whole"),
                settings.integer(
                        "limits.maxInFlightPerConnection",
                        "1024",
                        "1..1000000",
                        "Calls in flight of one connection; at the limit it is not read"),
                settings.integer(
                        "limits.maxInFlight",
                        "65536",
                        "1..10000000",
                        "Calls in flight of the node; one more is answered OVERLOADED at once"),
                settings.bytes(
                        "limits.outboundMark",
                        "256KiB",
                        "1KiB..1GiB",
                        "Answers queued on one connection; above it the connection is not read"),
                settings.duration(
                        "limits.writeStall",
                        "10s",
                        "100ms..10m",
                        "Time in which a client takes no byte of its answers; then it is cut"),
                settings.duration(
                        "limits.requestTimeout",
                        "10s",
                        "1ms..1h",
                        "Time for one call; then it is answered DEADLINE_EXCEEDED"),
                settings.duration(
                        "limits.abandonAfter",
                        "60s",
                        "1ms..24h",
                        "Time a handler may run beyond its deadline; then its slot is given away"));
    }

    /** How many connections so many open files can bear; {@code openFiles} is negative where it is not known. */
    static int connectionsFor(long openFiles) {
        if (openFiles < 0) {
            return MOST_CONNECTIONS;
        }
        double share = 0.8 * (openFiles - FILES_KEPT_BACK);
        return (int) Math.max(FEWEST_CONNECTIONS, Math.min(MOST_CONNECTIONS, share));
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : -1;
    }
}
