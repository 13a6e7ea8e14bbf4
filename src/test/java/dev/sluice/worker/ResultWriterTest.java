package dev.sluice.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonpCharacterEscapes;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import dev.sluice.limits.TransitBudget;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Results one after the other by the generator of a thread: none leaves a trace in the next. */
class ResultWriterTest {
    private static final int MOST = 20_000;

    private final TransitBudget transit = new TransitBudget(1_000_000);
    private final ResultWriter writer = new ResultWriter(ServiceJson.mapper(), new WorkerParts.Results(MOST, transit));

    /** A value that writes itself. */
    private interface Own extends JsonSerializable {
        void write(JsonGenerator out) throws IOException;

        @Override
        default void serialize(JsonGenerator out, SerializerProvider provider) throws IOException {
            write(out);
        }

        @Override
        default void serializeWithType(JsonGenerator out, SerializerProvider provider, TypeSerializer type) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void nothingStandsBetweenResults() throws IOException {
        List<String> written = new ArrayList<>();
        for (Object result : Arrays.asList(1, "a", List.of(), null, Map.of("k", true), 2.5)) {
            written.add(json(result));
        }

        assertThat(written).containsExactly("1", "\"a\"", "[]", "null", "{\"k\":true}", "2.5");
    }

    @Test
    void aResultThatFailsHalfWayLeavesNothingBehind() throws IOException {
        Own failing = out -> {
            out.writeStartArray();
            out.writeString("half");
            throw new IllegalStateException("no more");
        };

        assertThat(json("before")).isEqualTo("\"before\"");
        assertThatThrownBy(() -> json(List.of(1, failing))).hasRootCauseMessage("no more");
        assertThat(json(List.of(3))).isEqualTo("[3]");
    }

    @Test
    void aResultThatIsTooLargeLeavesNothingBehind() throws IOException {
        Own endless = out -> {
            out.writeStartArray();
            for (int i = 0; i < MOST; i++) {
                out.writeNumber(i);
            }
            out.writeEndArray();
        };

        assertThat(json("before")).isEqualTo("\"before\"");
        assertThatThrownBy(() -> json(endless)).isInstanceOf(BoundedOutput.NoRoomException.class);
        assertThat(transit.usedBytes()).isZero();
        assertThat(json(Map.of())).isEqualTo("{}");
    }

    @Test
    void whatASerializerDoesToItsGeneratorEndsWithItsResult() throws IOException {
        List<Own> rude = List.of(
                JsonGenerator::writeStartArray,
                out -> out.setPrettyPrinter(new DefaultPrettyPrinter()).writeNumber(1),
                out -> out.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN.mappedFeature())
                        .writeNumber(1),
                out -> out.setCharacterEscapes(JsonpCharacterEscapes.instance()).writeNumber(1),
                out -> out.setHighestNonEscapedChar(127).writeNumber(1),
                out -> out.setRootValueSeparator(new SerializedString("-")).writeNumber(1),
                out -> {
                    out.writeNumber(1);
                    out.close();
                });
        for (Own first : rude) {
            json("before");
            json(first);

            assertThat(json(List.of(1, "é\u2028", new BigDecimal("1E+5")))).isEqualTo("[1,\"é\u2028\",1E+5]");
            assertThat(json(Map.of())).isEqualTo("{}");
        }
    }

    @Test
    void whatASerializerLeavesOpenIsClosed() throws IOException {
        Own open = out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("a");
        };

        assertThat(json("before")).isEqualTo("\"before\"");
        assertThat(json(open)).isEqualTo("{\"a\":[]}");
    }

    @Test
    void aLargeResultIsWholeAndTheNextOneToo() throws IOException {
        String large = "x".repeat(17_000);

        assertThat(json(large)).isEqualTo("\"" + large + "\"");
        assertThat(json(1)).isEqualTo("1");
    }

    @Test
    void aSerializerMayLeadToAnotherResult() throws IOException {
        List<String> inner = new ArrayList<>();
        Own outer = out -> {
            out.writeStartObject();
            inner.add(json(List.of("inner")));
            out.writeStringField("outer", "x");
            out.writeEndObject();
        };

        assertThat(json(outer)).isEqualTo("{\"outer\":\"x\"}");
        assertThat(inner).containsExactly("[\"inner\"]");
        assertThat(json("next")).isEqualTo("\"next\"");
    }

    private String json(@Nullable Object result) throws IOException {
        ResultWriter.Written written = writer.write(result);
        writer.discard(written);
        return new String(written.json(), UTF_8);
    }
}
