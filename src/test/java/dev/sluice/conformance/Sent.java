package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.FrameHeader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** One thing a client does, in its order. */
sealed interface Sent {
    /** Bytes on their way, as they are. */
    @SuppressWarnings("ArrayRecordComponent") // carried to the socket, never compared
    record Bytes(byte[] bytes) implements Sent {}

    /** The end of one write: what follows goes into another. */
    record Cut() implements Sent {}

    /** The end of the client's half of the connection. */
    record Fin() implements Sent {}

    /** The client drops the connection. */
    record Reset() implements Sent {}

    /** A signal to the server's process, named as {@code kill} names it. */
    record Signal(String name) implements Sent {}

    /** Reads one element of {@code send}. */
    static Sent of(JsonNode element, String where) {
        if (element.isTextual()) {
            return switch (element.textValue()) {
                case "cut" -> new Cut();
                case "fin" -> new Fin();
                case "reset" -> new Reset();
                default -> throw new IllegalArgumentException(where + " does not know " + element);
            };
        }
        Fields fields = new Fields(element, where);
        if (fields.has("signal")) {
            Signal signal = new Signal(fields.text("signal"));
            fields.end();
            return signal;
        }
        return new Bytes(fields.has("id") ? frames(fields) : Octets.piece(fields));
    }

    /** {@code {id: 7, body: …}}; magic and length are right unless they are given. */
    private static byte[] frames(Fields fields) {
        long id = fields.number("id", 0, 0xFFFF_FFFFL);
        byte[] body = Octets.of(fields.value("body"), fields.where());
        long length = fields.has("length") ? fields.number("length", 0, 0xFFFF_FFFFL) : body.length;
        int magic = fields.has("magic") ? HexFormat.fromHexDigits(fields.text("magic")) : FrameHeader.MAGIC;
        int times = fields.times();
        fields.end();
        byte[] frame = ByteBuffer.allocate(FrameHeader.BYTES + body.length)
                .putInt(magic)
                .putInt((int) id)
                .putInt((int) length)
                .put(body)
                .array();
        ByteArrayOutputStream all = new ByteArrayOutputStream(frame.length * times);
        for (int i = 0; i < times; i++) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }
}
