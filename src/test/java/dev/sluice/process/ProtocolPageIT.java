package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.process.FrameSocket.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The pages people read, replayed: every exchange of the protocol page, and the frame of the README. */
@SuppressWarnings("NullAway.Init") // the server is started before all
class ProtocolPageIT {
    private static final Pattern EXCHANGE = Pattern.compile("```exchange\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PRINTF = Pattern.compile("^(printf .*) \\\\$", Pattern.MULTILINE);
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static JarServer server;

    @BeforeAll
    static void start() throws IOException {
        server = JarServer.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> everyExchangeOfTheProtocolPageHappensAsItStands() throws IOException {
        String page = Files.readString(Path.of("src/site/markdown/protocol.md"));
        List<MatchResult> exchanges = EXCHANGE.matcher(page).results().toList();
        assertThat(exchanges).hasSizeGreaterThan(9);
        return exchanges.stream()
                .map(exchange -> DynamicTest.dynamicTest(
                        "exchange in line "
                                + page.substring(0, exchange.start()).lines().count(),
                        () -> replay(exchange.group(1).lines().toList())));
    }

    @Test
    void theFrameOfTheReadmeIsAnsweredAsItSays() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        String printf =
                PRINTF.matcher(readme).results().findFirst().orElseThrow().group(1);
        Process shell = new ProcessBuilder("bash", "-c", printf).start();
        byte[] frame = shell.getInputStream().readAllBytes();
        try (FrameSocket client = server.connect()) {
            client.send(frame);
            client.halfClose();
            Answer answer = client.answer();
            assertThat(answer.requestId()).isEqualTo(1);
            assertThat(readme).contains("`" + answer.body() + "`");
            assertThat(client.next()).isNull();
        }
    }

    private static void replay(List<String> lines) throws IOException {
        try (FrameSocket client = server.connect()) {
            List<String> wanted = new ArrayList<>();
            for (String line : lines) {
                if (line.startsWith("> ")) {
                    takeAnswers(client, wanted);
                    send(client, line.substring(2));
                } else if (line.equals("< fin")) {
                    takeAnswers(client, wanted);
                    assertThat(client.next()).isNull();
                } else {
                    wanted.add(line.substring("< frame ".length()));
                }
            }
            takeAnswers(client, wanted);
        }
    }

    private static void send(FrameSocket client, String what) throws IOException {
        if (what.equals("fin")) {
            client.halfClose();
        } else if (what.startsWith("hex ")) {
            client.send(HexFormat.of().parseHex(what.substring(4).replace(" ", "")));
        } else {
            String frame = what.substring("frame ".length());
            int space = frame.indexOf(' ');
            client.send(
                    FrameSocket.frame(Integer.parseUnsignedInt(frame.substring(0, space)), frame.substring(space + 1)));
        }
    }

    /** As many answers as are wanted, in any order. */
    private static void takeAnswers(FrameSocket client, List<String> wanted) throws IOException {
        List<String> got = new ArrayList<>();
        List<String> comparable = new ArrayList<>();
        for (String line : wanted) {
            int space = line.indexOf(' ');
            comparable.add(line.substring(0, space) + " " + comparable(line.substring(space + 1)));
            Answer answer = client.answer();
            got.add(Integer.toUnsignedString(answer.requestId()) + " " + comparable(answer.body()));
        }
        assertThat(got).containsExactlyInAnyOrderElementsOf(comparable);
        wanted.clear();
    }

    /** Entries of a batch in the order of their text; texts for people as they are on the page. */
    private static String comparable(String body) throws IOException {
        JsonNode json = JSON.readTree(body);
        if (json instanceof ArrayNode batch) {
            List<String> entries = new ArrayList<>();
            for (JsonNode entry : batch) {
                entries.add(masked(entry));
            }
            entries.sort(null);
            return entries.toString();
        }
        return masked(json);
    }

    private static String masked(JsonNode response) {
        if (response.at("/error/data") instanceof ObjectNode data && data.has("reason")) {
            data.put("reason", "*");
        }
        if (response.at("/result") instanceof ObjectNode result && result.has("node")) {
            result.put("node", "*").put("version", "*"); // of one start, of one release
        }
        return response.toString();
    }
}
