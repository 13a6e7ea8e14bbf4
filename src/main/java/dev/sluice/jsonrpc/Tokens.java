package dev.sluice.jsonrpc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;

/** Walks over tokens nobody looks at, without letting one pass that breaks a limit. */
final class Tokens {
    private Tokens() {}

    /** Moves from the first token of a value to its last. */
    static void skipValue(JsonParser in) throws IOException {
        JsonToken token = in.currentToken();
        int depth = 0;
        while (true) {
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.FIELD_NAME) {
                checkName(in);
            }
            if (depth == 0) {
                return;
            }
            token = in.nextToken();
        }
    }

    /** Jackson's own check of a name's length is approximate; this one is exact. */
    static String checkName(JsonParser in) throws IOException {
        String name = in.currentName();
        if (name.length() > JsonLimits.MAX_NAME_CHARS) {
            throw new StreamConstraintsException("name of " + name.length() + " characters");
        }
        return name;
    }

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
