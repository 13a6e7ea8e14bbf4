package dev.sluice.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.chaos.Answer.Said;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads what answers say. For any thread. */
final class AnswerReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long NO_TOKEN = -1;

    private AnswerReader() {}

    /** The responses in a body, one or a batch. */
    static List<Answer> read(byte[] body) throws IOException {
        JsonNode root = JSON.readTree(body);
        if (!root.isArray()) {
            return List.of(answer(root));
        }
        List<Answer> answers = new ArrayList<>();
        root.forEach(response -> answers.add(answer(response)));
        return answers;
    }

    /** The method of a notification from the server. */
    static String method(byte[] body) throws IOException {
        return JSON.readTree(body).path("method").asText();
    }

    private static Answer answer(JsonNode response) {
        long token = response.path("id").asLong(NO_TOKEN);
        JsonNode error = response.path("error");
        if (error.isObject()) {
            return Answer.error(
                    token,
                    said(error.at("/data/executed").asText()),
                    error.path("code").asInt());
        }
        JsonNode result = response.path("result");
        boolean isHello = result.has("capabilities");
        return isHello || result.path("token").asLong(NO_TOKEN) == token
                ? Answer.result(token)
                : Answer.error(token, Said.STRANGE, 0);
    }

    private static Said said(String executed) {
        return switch (executed) {
            case "no" -> Said.NO;
            case "yes" -> Said.YES;
            case "unknown" -> Said.UNKNOWN;
            default -> Said.STRANGE;
        };
    }
}
