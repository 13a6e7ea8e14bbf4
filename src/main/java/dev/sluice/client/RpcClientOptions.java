package dev.sluice.client;

import java.time.Duration;

/**
 * One connection's target and limits. Start with {@link #of}, change what differs.
 *
 * @param host name or address; an IPv6 address without brackets
 * @param connectTimeout looking up the name included
 * @param requestTimeout what a call has unless {@link CallOptions} says otherwise; also what {@link RpcClient#close()}
 *     waits for pending answers
 * @param silenceTimeout the connection is given up when nothing at all arrives for so long after a call ran out of time
 * @param maxRequestBytes largest body that is sent; the server's {@code limits.maxFrameBytes} ends the connection
 * @param maxResponseBytes largest body that is accepted; beyond it the connection ends
 * @param maxInFlight calls without an answer, those given up but not yet answered included; beyond it calls fail at once
 */
public record RpcClientOptions(
        String host,
        int port,
        Duration connectTimeout,
        Duration requestTimeout,
        Duration silenceTimeout,
        int maxRequestBytes,
        int maxResponseBytes,
        int maxInFlight) {
    private static final int MIB = 1024 * 1024;
    private static final int ENVELOPE_BYTES = 64 * 1024;

    public RpcClientOptions {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host is empty");
        }
        requireRange("port", port, 1, 65_535);
        requireMillis("connectTimeout", connectTimeout);
        requireMillis("requestTimeout", requestTimeout);
        requireMillis("silenceTimeout", silenceTimeout);
        requireRange("maxRequestBytes", maxRequestBytes, 128, Integer.MAX_VALUE - MIB);
        requireRange("maxResponseBytes", maxResponseBytes, 128, Integer.MAX_VALUE - MIB);
        requireRange("maxInFlight", maxInFlight, 1, 1_000_000);
    }

    /** The defaults: 5 s to connect, 10 s a call, 30 s of silence, 1 MiB out, 4 MiB in, 1,024 in flight. */
    public static RpcClientOptions of(String host, int port) {
        return new RpcClientOptions(
                host,
                port,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                MIB,
                4 * MIB + ENVELOPE_BYTES,
                1024);
    }

    public RpcClientOptions withConnectTimeout(Duration timeout) {
        return new RpcClientOptions(
                host, port, timeout, requestTimeout, silenceTimeout, maxRequestBytes, maxResponseBytes, maxInFlight);
    }

    public RpcClientOptions withRequestTimeout(Duration timeout) {
        return new RpcClientOptions(
                host, port, connectTimeout, timeout, silenceTimeout, maxRequestBytes, maxResponseBytes, maxInFlight);
    }

    public RpcClientOptions withSilenceTimeout(Duration timeout) {
        return new RpcClientOptions(
                host, port, connectTimeout, requestTimeout, timeout, maxRequestBytes, maxResponseBytes, maxInFlight);
    }

    public RpcClientOptions withMaxRequestBytes(int bytes) {
        return new RpcClientOptions(
                host, port, connectTimeout, requestTimeout, silenceTimeout, bytes, maxResponseBytes, maxInFlight);
    }

    public RpcClientOptions withMaxResponseBytes(int bytes) {
        return new RpcClientOptions(
                host, port, connectTimeout, requestTimeout, silenceTimeout, maxRequestBytes, bytes, maxInFlight);
    }

    public RpcClientOptions withMaxInFlight(int calls) {
        return new RpcClientOptions(
                host, port, connectTimeout, requestTimeout, silenceTimeout, maxRequestBytes, maxResponseBytes, calls);
    }

    /** HOST:PORT for messages, an IPv6 address in brackets. */
    String target() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    static void requireMillis(String name, Duration value) {
        boolean fits = value.compareTo(Duration.ofMillis(1)) >= 0
                && value.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) <= 0;
        if (!fits) {
            throw new IllegalArgumentException(name + " " + value + " is not within 1 ms to 24 days");
        }
    }

    private static void requireRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " " + value + " is not within " + min + " to " + max);
        }
    }
}
