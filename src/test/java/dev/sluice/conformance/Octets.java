package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes as a case writes them: text, which is sent as UTF-8, or a list of pieces of text and hex digits. */
final class Octets {
    private Octets() {}

    /** The bytes of a value that is text or a list of pieces. */
    static byte[] of(JsonNode value, String where) {
        if (value.isTextual()) {
            return value.textValue().getBytes(StandardCharsets.UTF_8);
        }
        if (!value.isArray()) {
            throw new IllegalArgumentException(where + " wants text or a list of pieces: " + value);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (JsonNode piece : value) {
            all.writeBytes(piece.isTextual() ? of(piece, where) : piece(new Fields(piece, where + ", a piece")));
        }
        return all.toByteArray();
    }

    /** The same as text, for what is compared with text. */
    static String text(JsonNode value, String where) {
        return new String(of(value, where), StandardCharsets.UTF_8);
    }

    /** {@code {text: …}} or {@code {hex: …}}, any number of times. */
    static byte[] piece(Fields piece) {
        byte[] once = piece.has("hex") ? hex(piece) : piece.text("text").getBytes(StandardCharsets.UTF_8);
        int times = piece.times();
        piece.end();
        ByteArrayOutputStream all = new ByteArrayOutputStream(once.length * times);
        for (int i = 0; i < times; i++) {
            all.writeBytes(once);
        }
        return all.toByteArray();
    }

    /** Pairs of hex digits; blanks are for the reader. */
    private static byte[] hex(Fields piece) {
        return HexFormat.of().parseHex(piece.text("hex").replace(" ", ""));
    }
}
