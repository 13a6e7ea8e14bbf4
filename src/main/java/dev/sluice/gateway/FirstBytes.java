package dev.sluice.gateway;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Says what a peer speaks that does not speak frames, from the first bytes of its stream. */
enum FirstBytes {
    HTTP("an HTTP request"),
    TLS("a TLS hello on the plain port"),
    PROXY("a PROXY protocol header"),
    SWAPPED("a frame header in little-endian byte order"),
    UNKNOWN("unknown bytes");

    private static final List<String> HTTP_STARTS =
            List.of("GET ", "PUT ", "POST", "HEAD", "DELE", "OPTI", "PATC", "CONN", "TRAC", "PRI ");
    private static final String PROXY_V1 = "PROX";
    private static final String PROXY_V2 = "0d0a0d0a";
    private static final String SWAPPED_MAGIC = "bebadec0";

    private final String text;

    FirstBytes(String text) {
        this.text = text;
    }

    /**
     * Looks at the beginning of a stream.
     *
     * @param hex the first bytes as lower-case hexadecimal digits
     */
    static FirstBytes of(String hex) {
        String ascii = new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
        if (HTTP_STARTS.stream().anyMatch(start -> isBeginning(ascii, start))) {
            return HTTP;
        }
        if (hex.startsWith("1603")) {
            return TLS;
        }
        if (ascii.startsWith(PROXY_V1) || hex.startsWith(PROXY_V2)) {
            return PROXY;
        }
        return hex.startsWith(SWAPPED_MAGIC) ? SWAPPED : UNKNOWN;
    }

    /** True for what begins so, and for what is too short to tell but begins as that does. */
    private static boolean isBeginning(String ascii, String start) {
        return ascii.startsWith(start) || (!ascii.isEmpty() && start.startsWith(ascii));
    }

    /** For people. */
    String text() {
        return text;
    }

    /** What such a peer is told before the connection ends, if it can understand anything; often nothing. */
    byte[] farewell() {
        String line = this == HTTP ? "HTTP/1.1 400 This port does not speak HTTP\r\n" : "";
        return line.getBytes(StandardCharsets.US_ASCII);
    }
}
