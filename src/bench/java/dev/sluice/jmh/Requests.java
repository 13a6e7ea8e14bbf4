package dev.sluice.jmh;

import java.nio.charset.StandardCharsets;

/** Bodies of requests. Stateless. */
final class Requests {
    private static final String HEAD = "{\"jsonrpc\":\"2.0\",\"method\":\"demo.echo\",\"params\":[";
    private static final String TAIL = "],\"id\":1}";

    /** The smallest that is made here. */
    static final int LEAST_BYTES = HEAD.length() + TAIL.length() + 1;

    private Requests() {}

    /**
     * A call of {@code demo.echo}.
     *
     * @param bytes its size, {@value #LEAST_BYTES} or more
     */
    static byte[] body(int bytes) {
        int paramBytes = bytes - LEAST_BYTES + 1;
        String param = paramBytes == 1 ? "1" : "\"" + "x".repeat(paramBytes - 2) + "\"";
        return (HEAD + param + TAIL).getBytes(StandardCharsets.US_ASCII);
    }
}
