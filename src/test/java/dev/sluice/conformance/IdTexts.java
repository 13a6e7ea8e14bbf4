package dev.sluice.conformance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Finds the ids of responses as they stand in the text, which a tree of JSON would not tell: 1.0, or an escape. */
final class IdTexts {
    private static final JsonFactory JSON = new JsonFactory();

    private IdTexts() {}

    /** The text of the member {@code id} of a response, or of each response of a batch, in their order. */
    static List<String> in(String body) {
        List<String> ids = new ArrayList<>();
        int depth = 0;
        int depthOfResponses = body.stripLeading().startsWith("[") ? 2 : 1;
        try (JsonParser in = JSON.createParser(body)) {
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token == JsonToken.FIELD_NAME
                        && depth == depthOfResponses
                        && in.currentName().equals("id")) {
                    in.nextToken();
                    ids.add(scalarAt(body, (int) in.currentTokenLocation().getCharOffset()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ids;
    }

    private static String scalarAt(String body, int start) {
        int end = start + 1;
        if (body.charAt(start) == '"') {
            while (body.charAt(end) != '"') {
                end += body.charAt(end) == '\\' ? 2 : 1;
            }
            return body.substring(start, end + 1);
        }
        while (",}] \t\r\n".indexOf(body.charAt(end)) < 0) {
            end++;
        }
        return body.substring(start, end);
    }
}
