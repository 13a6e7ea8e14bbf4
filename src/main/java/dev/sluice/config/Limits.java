package dev.sluice.config;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What one client, and all of them together, may take, by what is limited. Sizes are in bytes.
 *
 * @param connections how many there may be
 * @param frames what one frame may be
 * @param calls how many may be in flight, and for how long
 * @param memory what may be buffered
 * @param times how long a client may keep a connection waiting
 */
public record Limits(Connections connections, Frames frames, Calls calls, Memory memory, Times times) {
    private static final String SIZES = "1KiB..1GiB";

    /**
     * Connections.
     *
     * @param max open connections of the node, 1 to 1,000,000
     * @param maxPerAddress those of one IP address, 1 to 1,000,000; 0 for any number
     */
    public record Connections(int max, int maxPerAddress) {
        private static final int FEWEST = 64;
        private static final int MOST = 10_000;

        /** Files for everything but connections: jars, logs, event loops, links to other nodes. */
        private static final int FILES_KEPT_BACK = 512;

        static Connections from(Settings settings) throws ConfigException {
            return new Connections(
                    settings.integerOrAuto(
                            "limits.maxConnections",
                            connectionsFor(openFiles()),
                            "1..1000000",
                            "Open connections; one more is closed at once; auto: 80% of open files, 64 to 10000"),
                    settings.integerOrOff(
                            "limits.maxConnectionsPerAddress",
                            "1..1000000",
                            "Open connections of one IP address; one more is closed at once"));
        }

        /** How many connections so many open files can bear; {@code openFiles} is negative where it is not known. */
        static int connectionsFor(long openFiles) {
            if (openFiles < 0) {
                return MOST;
            }
            double share = 0.8 * (openFiles - FILES_KEPT_BACK);
            return (int) Math.max(FEWEST, Math.min(MOST, share));
        }

        private static long openFiles() {
            return ManagementFactory.getOperatingSystemMXBean()
                            instanceof com.sun.management.UnixOperatingSystemMXBean unix
                    ? unix.getMaxFileDescriptorCount()
                    : -1;
        }
    }

    /**
     * Frames.
     *
     * @param maxBytes body of one request, 1 KiB to 1 GiB
     * @param maxResponseBytes body of one answer, 1 KiB to 1 GiB
     * @param maxBatch entries of one batch, 1 to 10,000
     * @param maxBad bodies that are no JSON in ten seconds, 1 to 1,000,000
     */
    public record Frames(int maxBytes, int maxResponseBytes, int maxBatch, int maxBad) {
        static Frames from(Settings settings) throws ConfigException {
            return new Frames(
                    settings.bytes(
                            "limits.maxFrameBytes",
                            "1MiB",
                            SIZES,
                            "Body of one request frame; a larger one is answered -32004, its connection ends"),
                    settings.bytes(
                            "limits.maxResponseBytes",
                            "4MiB",
                            SIZES,
                            "Body of one answer; a larger one becomes error -32006, the connection lives"),
                    settings.integer(
                            "limits.maxBatch",
                            "100",
                            "1..10000",
                            "Entries of one batch; a larger batch is answered -32600 as a whole"),
                    settings.integer(
                            "limits.badFrames",
                            "100",
                            "1..1000000",
                            "Bodies of a connection in 10 s that are no JSON; with the last one the connection ends"));
        }
    }

    /**
     * Calls.
     *
     * @param maxInFlightPerConnection calls of one connection, 1 to 1,000,000
     * @param maxInFlight calls of the node, 1 to 10,000,000
     * @param maxQueueDelay time from the complete frame to the handler, 1 ms to 1 h
     * @param requestTimeout time for one call, 1 ms to 1 h
     * @param abandonAfter time beyond its deadline after which a handler is given up, 1 ms to 24 h
     */
    public record Calls(
            int maxInFlightPerConnection,
            int maxInFlight,
            Duration maxQueueDelay,
            Duration requestTimeout,
            Duration abandonAfter) {
        static Calls from(Settings settings) throws ConfigException {
            return new Calls(
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
                    settings.duration(
                            "limits.maxQueueDelay",
                            "500ms",
                            "1ms..1h",
                            "Wait of a call for its handler; then it is answered OVERLOADED, and so are new ones"),
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
    }

    /**
     * What is buffered.
     *
     * @param inboundBytes requests of all connections that were read and not answered, 64 KiB to 1 TiB
     * @param outboundBytes answers of all connections that were not taken, 64 KiB to 1 TiB
     * @param outboundMarkBytes answers queued on one connection above which it is not read, 1 KiB to 1 GiB
     */
    public record Memory(long inboundBytes, long outboundBytes, int outboundMarkBytes) {
        private static final String BUDGETS = "64KiB..1024GiB";
        private static final int PARTS_OF_HEAP = 8;

        /** So that one frame of any size fits, whatever the heap. */
        private static final long BESIDE_ONE_FRAME = 64 * 1024;

        static Memory from(Settings settings, Frames frames) throws ConfigException {
            Memory memory = new Memory(
                    settings.bytesOrAuto(
                            "limits.inboundBytes",
                            auto(frames.maxBytes()),
                            BUDGETS,
                            "Requests of all connections, until answered; auto: 1/8 of the heap"),
                    settings.bytesOrAuto(
                            "limits.outboundBytes",
                            auto(frames.maxResponseBytes()),
                            BUDGETS,
                            "Answers of all connections, until taken; auto: 1/8 of the heap"),
                    settings.bytes(
                            "limits.outboundMark",
                            "256KiB",
                            SIZES,
                            "Answers queued on one connection; above it the connection is not read"));
            boolean requestFits = frames.maxBytes() < memory.inboundBytes;
            settings.require(requestFits, "limits.maxFrameBytes", "must be below", "limits.inboundBytes");
            boolean answerFits = frames.maxResponseBytes() < memory.outboundBytes;
            settings.require(answerFits, "limits.maxResponseBytes", "must be below", "limits.outboundBytes");
            return memory;
        }

        private static long auto(int largest) {
            return Math.max(Runtime.getRuntime().maxMemory() / PARTS_OF_HEAP, largest + BESIDE_ONE_FRAME);
        }
    }

    /**
     * How long a client may take. Clocks of what it sends stop while it is not read.
     *
     * @param firstByte from the connection to its first byte, 10 ms to 1 h
     * @param header from a frame's first byte to its twelfth, 10 ms to 1 h
     * @param frame from a frame's first byte to its last, 10 ms to 1 h
     * @param writeStall time without progress of a write, 100 ms to 10 min
     * @param idle time without a byte or a call, 100 ms to 24 h; zero for any time
     */
    public record Times(Duration firstByte, Duration header, Duration frame, Duration writeStall, Duration idle) {
        private static final String SECONDS = "10ms..1h";

        static Times from(Settings settings) throws ConfigException {
            return new Times(
                    settings.duration(
                            "limits.firstByteTimeout",
                            "30s",
                            SECONDS,
                            "Time from the connection to its first byte; then it is closed"),
                    settings.duration(
                            "limits.headerTimeout",
                            "10s",
                            SECONDS,
                            "Time from the first byte of a frame to the end of its header; then the connection ends"),
                    settings.duration(
                            "limits.frameTimeout",
                            "30s",
                            SECONDS,
                            "Time from the first byte of a frame to its last; then the connection ends"),
                    settings.duration(
                            "limits.writeStall",
                            "10s",
                            "100ms..10m",
                            "Time in which a client takes no byte of its answers; then it is cut"),
                    settings.durationOrOff(
                            "limits.idleTimeout",
                            "100ms..24h",
                            "Time without a byte or a call in flight; then the connection is drained"));
        }
    }

    static Limits from(Settings settings) throws ConfigException {
        Connections connections = Connections.from(settings);
        Frames frames = Frames.from(settings);
        Calls calls = Calls.from(settings);
        return new Limits(connections, frames, calls, Memory.from(settings, frames), Times.from(settings));
    }
}
