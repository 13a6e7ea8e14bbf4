package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** JSON that people type and read; numbers keep their digits. */
final class CallJson {
    /** Well above what a server takes by default: this command may try a server's limits. */
    static final int MAX_PARAMS_BYTES = 64 * 1024 * 1024;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private CallJson() {}

    /**
     * Reads params.
     *
     * @param typed JSON, or {@code -} for what {@code stdin} has up to its end
     * @throws IllegalArgumentException with a line that tells what is allowed
     */
    static JsonNode params(String typed, InputStream stdin) {
        JsonNode json;
        try {
            json = MAPPER.readTree(typed.equals("-") ? read(stdin) : typed.getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw allowed("this is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw allowed("standard input cannot be read: " + e.getMessage());
        }
        if (json.isMissingNode()) {
            throw allowed("there is nothing");
        }
        if (!json.isContainerNode()) {
            throw allowed("this is a " + json.getNodeType().name().toLowerCase(Locale.ROOT));
        }
        return json;
    }

    static String pretty(JsonNode json) throws JsonProcessingException {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }

    /** A server's text without the characters that would steer a terminal or break the line. */
    static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                shown.append(String.format("\\u%04x", (int) c));
            } else {
                shown.append(c);
            }
        }
        return shown.toString();
    }

    private static byte[] read(InputStream stdin) throws IOException {
        byte[] bytes = stdin.readNBytes(MAX_PARAMS_BYTES + 1);
        if (bytes.length > MAX_PARAMS_BYTES) {
            throw new IOException("more than " + MAX_PARAMS_BYTES + " bytes");
        }
        return bytes;
    }

    private static IllegalArgumentException allowed(String instead) {
        return new IllegalArgumentException(
                "PARAMS must be a JSON object or array, or - for standard input; " + instead);
    }
}
