package dev.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Whether the handler of a failed call was entered: decides if the call may be sent again. */
public enum Executed {
    /** Never entered: safe to send again, anywhere. */
    NO,
    /** It was entered: sending it again runs it a second time. */
    YES,
    /** Nobody can tell. */
    UNKNOWN;

    /** Reads the member {@code executed} of an error's data. */
    static Executed of(@Nullable JsonNode errorData) {
        String text = errorData == null ? "" : errorData.path("executed").asText();
        return switch (text) {
            case "no" -> NO;
            case "yes" -> YES;
            default -> UNKNOWN;
        };
    }
}
