package dev.sluice.jsonrpc;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Where in the body a token lies. */
final class Tokens {
    private Tokens() {}

    /** Offset of the current token's first byte. */
    static int start(JsonParser in) {
        return (int) in.currentTokenLocation().getByteOffset();
    }

    /** Offset behind the current token's last byte. */
    static int end(JsonParser in) throws IOException {
        in.finishToken();
        return (int) in.currentLocation().getByteOffset();
    }
}
