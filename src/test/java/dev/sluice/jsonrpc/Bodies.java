package dev.sluice.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

/** Bodies as text, and what a reader made of them. */
final class Bodies {
    static final int MAX_BATCH = 100;

    private static final EnvelopeReader READER = new EnvelopeReader(MAX_BATCH);

    private Bodies() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static Incoming read(String body) {
        return READER.read(utf8(body));
    }

    static Incoming read(byte[] body) {
        return READER.read(body);
    }

    static Incoming.Request request(String body) {
        Incoming incoming = read(body);
        assertThat(incoming).as(body).isInstanceOf(Incoming.Request.class);
        return (Incoming.Request) incoming;
    }

    static Incoming.Batch batch(String body) {
        Incoming incoming = read(body);
        assertThat(incoming).as(body).isInstanceOf(Incoming.Batch.class);
        return (Incoming.Batch) incoming;
    }

    /** A call with further members, such as {@code "id":1}. */
    static String call(String members) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"m\"," + members + "}";
    }

    static String id(Incoming.Entry entry) {
        if (entry instanceof Incoming.Invalid invalid) {
            return text(invalid.id());
        }
        byte[] id = ((Incoming.Request) entry).id();
        return id == null ? "none" : text(id);
    }

    static int code(Incoming incoming) {
        return incoming instanceof Incoming.Invalid invalid ? invalid.error().code() : 0;
    }

    /** Refused as a whole, not executed, with the id unknown. */
    static void assertParseError(Incoming incoming, String what) {
        assertThat(code(incoming)).as(what).isEqualTo(-32700);
        Incoming.Invalid invalid = (Incoming.Invalid) incoming;
        assertThat(id(invalid)).as(what).isEqualTo("null");
        assertThat(text(invalid.error().json()))
                .contains("\"message\":\"Parse error\"", "\"executed\":\"no\"", "\"reason\":\"")
                .doesNotContain("jackson", "Json", "Exception");
    }

    static void assertInvalid(Incoming incoming, String id) {
        assertThat(code(incoming)).isEqualTo(-32600);
        Incoming.Invalid invalid = (Incoming.Invalid) incoming;
        assertThat(id(invalid)).isEqualTo(id);
        assertThat(text(invalid.error().json())).contains("\"message\":\"Invalid Request\"", "\"executed\":\"no\"");
    }
}
