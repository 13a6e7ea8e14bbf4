package dev.sluice.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.jsonrpc.EnvelopeReader;
import dev.sluice.jsonrpc.Incoming;
import java.nio.charset.StandardCharsets;

/**
 * Any bytes as a body: read to the letter of the protocol, as two other readers of JSON see it, and answered in whole
 * frames with the id unchanged. On the test's thread.
 */
class EnvelopeFuzzTest {
    private static final int MAX_BATCH = 100;
    private static final int FEW = 2;

    private static final EnvelopeReader READER = new EnvelopeReader(MAX_BATCH);
    private static final EnvelopeReader READER_OF_FEW = new EnvelopeReader(FEW);

    private static final ObjectReader TREES = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    @FuzzTest
    void bodiesAreReadToTheLetterAndAnswered(byte[] body) {
        Reading reading = ReferenceJson.read(body);
        agreesWithDatabind(body, reading);
        AnswerOracle answers = new AnswerOracle(body);
        Incoming incoming = READER.read(body);
        Expect.same(ReferenceEnvelope.describe(incoming), ReferenceEnvelope.expected(reading, MAX_BATCH), "body");
        answers.answers(incoming);
        Incoming few = READER_OF_FEW.read(body);
        Expect.same(ReferenceEnvelope.describe(few), ReferenceEnvelope.expected(reading, FEW), "body, few entries");
        answers.answers(few);
    }

    /** Keeps the reference honest. Databind has limits of its own: beyond ours, it is not asked. */
    private static void agreesWithDatabind(byte[] body, Reading reading) {
        if (reading instanceof Reading.NotJson) {
            Expect.that(!databindReads(body), "databind reads what is no JSON");
        } else if (reading instanceof Reading.Json json && json.withinLimits()) {
            Expect.that(databindReads(body), "databind does not read what is JSON");
        }
    }

    private static boolean databindReads(byte[] body) {
        try {
            return !TREES.readTree(new String(body, StandardCharsets.UTF_8)).isMissingNode();
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
