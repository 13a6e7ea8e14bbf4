package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One response object: a result, or an error with what it says about execution, and the id to the byte.
 *
 * @param json the members but the id
 * @param idText the exact text of the id
 */
record ResponsePattern(JsonPattern json, String idText) {
    private static final Set<String> EXECUTED = Set.of("no", "yes", "unknown");

    /** The messages that belong to the codes of the server. */
    private static final Map<Long, String> MESSAGES = Map.ofEntries(
            Map.entry(-32700L, "Parse error"),
            Map.entry(-32600L, "Invalid Request"),
            Map.entry(-32601L, "Method not found"),
            Map.entry(-32602L, "Invalid params"),
            Map.entry(-32603L, "Internal error"),
            Map.entry(-32000L, "Overloaded"),
            Map.entry(-32001L, "Draining"),
            Map.entry(-32002L, "Deadline exceeded"),
            Map.entry(-32004L, "Frame too large"),
            Map.entry(-32006L, "Response too large"),
            Map.entry(-32800L, "Cancelled"));

    /** Reads {@code {result, for, meta}} or {@code {error, executed, for, message, data, meta}}. */
    static ResponsePattern of(Fields fields) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        if (fields.has("result")) {
            json.set("result", JsonPattern.read(Octets.text(fields.value("result"), fields.where())));
        } else {
            json.set("error", error(fields));
        }
        if (fields.has("meta")) {
            json.set("meta", JsonPattern.read(fields.text("meta")));
        }
        json.put("id", "*");
        return new ResponsePattern(new JsonPattern(json), Octets.text(fields.value("for"), fields.where()));
    }

    private static ObjectNode error(Fields fields) {
        long code = fields.number("error", Integer.MIN_VALUE, Integer.MAX_VALUE);
        String message = fields.has("message")
                ? Octets.text(fields.value("message"), fields.where())
                : Objects.requireNonNull(
                        MESSAGES.get(code), () -> fields.where() + ": code " + code + " wants message");
        String executed = fields.text("executed");
        if (!EXECUTED.contains(executed)) {
            throw fields.refused("wants executed to be one of " + EXECUTED);
        }
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("executed", executed);
        if (fields.has("data")) {
            data.setAll((ObjectNode) JsonPattern.read(fields.text("data")));
        } else {
            data.put("*", "*");
        }
        ObjectNode error =
                JsonNodeFactory.instance.objectNode().put("code", code).put("message", message);
        error.set("data", data);
        return error;
    }

    /** What is different; null if nothing is. */
    @Nullable
    String mismatch(JsonNode response, String actualIdText) {
        String different = json.mismatch(response);
        if (different == null && !idText.equals(actualIdText)) {
            return "/id is " + actualIdText + ", not " + idText;
        }
        return different;
    }
}
