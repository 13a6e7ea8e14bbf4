package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one connection sends, and then sees.
 *
 * @param connection its name; it is opened when it is named first
 * @param pieceBytes how many bytes go into one write at most; 0 for any number
 * @param withinMs how long all of this may take; 0 if that does not matter
 * @param inOrder whether the frames come in the order they are written here
 * @param ending how the connection ends now; null if it stays as it is
 */
record Step(
        String connection,
        List<Sent> send,
        int pieceBytes,
        long withinMs,
        List<Expected> expect,
        boolean inOrder,
        @Nullable Ending ending) {

    /** Order of what is expected. */
    private enum Order {
        ANY,
        WRITTEN
    }

    /** Reads the keys of a step; the others of the mapping are the caller's. */
    static Step of(Fields fields) {
        String connection = fields.has("connection") ? fields.text("connection") : "first";
        List<Sent> send = new ArrayList<>();
        for (JsonNode element : fields.list("send")) {
            send.add(Sent.of(element, fields.where() + ", send"));
        }
        List<Expected> expect = new ArrayList<>();
        for (JsonNode element : fields.list("expect")) {
            expect.add(Expected.of(element, fields.where() + ", expect"));
        }
        int pieceBytes = fields.has("pieces") ? (int) fields.number("pieces", 1, 1_000_000) : 0;
        long withinMs = fields.has("withinMs") ? fields.number("withinMs", 1, 60_000) : 0;
        boolean inOrder = fields.has("order") && fields.word("order", Order.class) == Order.WRITTEN;
        Ending ending = fields.has("ends") ? fields.word("ends", Ending.class) : null;
        return new Step(connection, send, pieceBytes, withinMs, expect, inOrder, ending);
    }
}
