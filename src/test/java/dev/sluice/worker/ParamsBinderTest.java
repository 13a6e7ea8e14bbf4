package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.limits.TransitBudget;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Params become what the author asked for, or the client learns which member does not fit. */
class ParamsBinderTest {
    private final ObjectMapper mapper = ServiceJson.mapper();

    record Point(int x, int y) {}

    record Line(String name, Point from, List<Point> via) {}

    record Lenient(
            String name,
            @Nullable String nick,
            Optional<Integer> age,
            @Nullable @JsonProperty(required = false) Integer rank) {}

    record Primitive(@JsonProperty(required = false) int rank) {}

    record Renamed(@JsonProperty("the~odd/name") int odd) {}

    record Tree(JsonNode any, BigDecimal exact) {}

    record Nothing() {}

    record Scalars(
            @Nullable String text,
            @Nullable Boolean flag,
            @Nullable Colour colour,
            @Nullable Double number) {}

    enum Colour {
        RED
    }

    record Positive(int value) {
        Positive {
            if (value < 1) {
                throw new IllegalArgumentException("secret " + value);
            }
        }
    }

    @Test
    void membersBindByName() throws Exception {
        assertThat(bind(Point.class, "{\"y\":2,\"x\":1}")).isEqualTo(new Point(1, 2));
    }

    @Test
    void elementsBindToComponentsInTheirOrder() throws Exception {
        assertThat(bind(Point.class, "[1,2]")).isEqualTo(new Point(1, 2));
        assertThat(bind(Line.class, "[\"a\",{\"x\":1,\"y\":2},[[3,4]]]".replace("[3,4]", "{\"x\":3,\"y\":4}")))
                .isEqualTo(new Line("a", new Point(1, 2), List.of(new Point(3, 4))));
    }

    @Test
    void onlyTheSpanOfTheParamsIsRead() throws Exception {
        byte[] body = "{\"params\":{\"x\":1,\"y\":2},\"id\":3}".getBytes(StandardCharsets.UTF_8);

        assertThat(binder(Point.class).bind(body, 10, 13)).isEqualTo(new Point(1, 2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"x\":\"1\",\"y\":2}         | value of the wrong type | /x",
                "{\"x\":1.5,\"y\":2}           | value of the wrong type | /x",
                "{\"x\":true,\"y\":2}          | value of the wrong type | /x",
                "{\"x\":null,\"y\":2}          | value of the wrong type | /x",
                "{\"x\":99999999999,\"y\":2}   | value of the wrong type | /x",
                "{\"x\":1,\"y\":{}}            | value of the wrong type | /y",
                "{\"x\":1,\"y\":2,\"z\":3}     | unknown member          | /z",
                "{\"x\":1}                     | missing member          | /y",
                "{}                            | missing member          | /x",
                "{\"x\":1,\"x\":1,\"y\":2}     | a member stands twice   | /x",
                "[1,2,3]                       | at most 2 elements      | /2",
                "[1]                           | missing member          | /y",
                "[1,\"2\"]                     | value of the wrong type | /y",
                "[]                            | missing member          | /x",
            })
    void whatDoesNotFitARecordIsNamed(String params, String reason, String path) {
        assertRefused(Point.class, params, reason, path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"n\",\"from\":{\"x\":1,\"y\":\"2\"},\"via\":[]}          | value of the wrong type | /from/y",
                "{\"name\":\"n\",\"from\":{\"x\":1},\"via\":[]}                      | missing member          | /from/y",
                "{\"name\":\"n\",\"from\":{\"x\":1,\"y\":2,\"x\":3},\"via\":[]}      | a member stands twice   | /from/x",
                "{\"name\":\"n\",\"from\":{\"x\":1,\"y\":2},\"via\":[{\"x\":1,\"y\":2},{\"x\":1,\"y\":2,\"q\":2}]}"
                        + " | unknown member | /via/1/q",
                "{\"name\":1,\"from\":{\"x\":1,\"y\":2},\"via\":[]}                  | value of the wrong type | /name",
                "[\"n\",{\"x\":1,\"y\":2},{}]                                        | value of the wrong type | /via",
                "[\"n\",{\"x\":1,\"x\":2},[]]                                        | a member stands twice   | /1/x",
            })
    void theWholePathIsNamed(String params, String reason, String path) {
        assertRefused(Line.class, params, reason, path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text   | 1",
                "text   | 1.5",
                "text   | true",
                "flag   | 1",
                "flag   | \"true\"",
                "flag   | \"\"",
                "colour | 0",
                "colour | \"BLUE\"",
                "number | \"1.5\"",
                "number | \"\"",
                "number | true"
            })
    void stringsNumbersAndBooleansAreNotConverted(String member, String value) {
        assertRefused(Scalars.class, "{\"" + member + "\":" + value + "}", "value of the wrong type", "/" + member);
    }

    @Test
    void scalarsOfTheRightKindBind() throws Exception {
        assertThat(bind(Scalars.class, "{\"text\":\"1\",\"flag\":true,\"colour\":\"RED\",\"number\":1}"))
                .isEqualTo(new Scalars("1", true, Colour.RED, 1.0));
    }

    @Test
    void namesInPathsAreEscaped() {
        assertRefused(Renamed.class, "{\"the~odd/name\":\"x\"}", "value of the wrong type", "/the~0odd~1name");
    }

    @Test
    void componentsThatSayMayBeAbsent() throws Exception {
        assertThat(bind(Lenient.class, "{\"name\":\"n\"}")).isEqualTo(new Lenient("n", null, Optional.empty(), null));
        assertThat(bind(Lenient.class, "{\"name\":\"n\",\"nick\":\"m\",\"age\":5,\"rank\":6}"))
                .isEqualTo(new Lenient("n", "m", Optional.of(5), 6));
        assertThat(bind(Lenient.class, "[\"n\",null,null]")).isEqualTo(new Lenient("n", null, Optional.empty(), null));
    }

    @Test
    void componentsThatSayNothingMayNot() {
        assertRefused(Lenient.class, "{\"nick\":\"m\"}", "missing member", "/name");
    }

    @Test
    void aPrimitiveComponentHasNothingToBeWhenItIsAbsent() {
        assertRefused(Primitive.class, "{}", "value of the wrong type", "/rank");
    }

    @Test
    void aRecordThatRefusesItsValuesIsRefusedParamsWithoutItsMessage() {
        assertRefused(Positive.class, "{\"value\":0}", "value of the wrong type", null);
    }

    @Test
    void absentParamsAreNoMembersOrNoElements() throws Exception {
        assertThat(bindNothing(Nothing.class)).isEqualTo(new Nothing());
        assertThat(bindNothing(Map.class)).isEqualTo(Map.of());
        assertThat(bindNothing(List.class)).isEqualTo(List.of());
        assertThat(bindNothing(int[].class)).isEqualTo(new int[0]);
        assertThat(bindNothing(Void.class)).isNull();
        assertThatExceptionOfType(ParamsException.class)
                .isThrownBy(() -> bindNothing(Point.class))
                .satisfies(e -> assertThat(e.path()).isEqualTo("/x"));
    }

    @Test
    void absentParamsAreTheEmptyTreeOfTheTypeAskedFor() throws Exception {
        assertThat(bindNothing(JsonNode.class)).isEqualTo(mapper.nullNode());
        assertThat(bindNothing(ObjectNode.class)).isEqualTo(mapper.createObjectNode());
        assertThat(bindNothing(ArrayNode.class)).isEqualTo(mapper.createArrayNode());
    }

    @Test
    void aRecordWithoutComponentsTakesNoElementsAndNoMore() throws Exception {
        assertThat(bind(Nothing.class, "{}")).isEqualTo(new Nothing());
        assertThat(bind(Nothing.class, "[]")).isEqualTo(new Nothing());
        assertRefused(Nothing.class, "[1]", "at most 0 elements", "/0");
        assertRefused(Nothing.class, "{\"a\":1}", "unknown member", "/a");
    }

    @Test
    void whateverThereIsIsIgnoredForVoid() throws Exception {
        assertThat(bind(Void.class, "{\"a\":1}")).isNull();
    }

    @Test
    void arraysBindAsArraysToWhatIsNoRecord() throws Exception {
        assertThat(bind(int[].class, "[1,2]")).isEqualTo(new int[] {1, 2});
        assertThat(bind(new TypeReference<List<Point>>() {}.getType(), "[{\"x\":1,\"y\":2}]"))
                .isEqualTo(List.of(new Point(1, 2)));
        assertThat(bind(new TypeReference<Map<String, List<Integer>>>() {}.getType(), "{\"a\":[1]}"))
                .isEqualTo(Map.of("a", List.of(1)));
        assertRefused(int[].class, "[1,\"2\"]", "value of the wrong type", "/1");
        assertRefused(int[].class, "{}", "value of the wrong type", null);
        assertRefused(Map.class, "[]", "value of the wrong type", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "100", "1.10", "0.12345678901234567890", "12345678901234567890123456789"})
    void numbersOfATreeKeepTheirDigits(String number) throws Exception {
        assertThat(written(bind(JsonNode.class, "[" + number + "]"))).isEqualTo("[" + number + "]");
        assertThat(written(bind(JsonNode.class, "{\"a\":" + number + "}"))).isEqualTo("{\"a\":" + number + "}");
        Tree named = Objects.requireNonNull(
                (Tree) bind(Tree.class, "{\"any\":{\"n\":" + number + "},\"exact\":" + number + "}"));
        Tree placed = Objects.requireNonNull((Tree) bind(Tree.class, "[{\"n\":" + number + "}," + number + "]"));
        assertThat(written(named.any())).isEqualTo("{\"n\":" + number + "}");
        assertThat(written(placed.any())).isEqualTo("{\"n\":" + number + "}");
        assertThat(named.exact()).isEqualTo(new BigDecimal(number));
        assertThat(placed.exact()).isEqualTo(new BigDecimal(number));
    }

    @Test
    void anExponentKeepsItsValueWithoutItsZeros() throws Exception {
        assertThat(written(bind(JsonNode.class, "[1e3,1E400]"))).isEqualTo("[1E+3,1E+400]");
    }

    private void assertRefused(Type type, String params, String reason, @Nullable String path) {
        assertThatExceptionOfType(ParamsException.class)
                .as(params)
                .isThrownBy(() -> bind(type, params))
                .satisfies(e -> {
                    assertThat(e.reason()).isEqualTo(reason);
                    assertThat(e.path()).isEqualTo(path);
                });
    }

    private @Nullable Object bind(Type type, String params) throws ParamsException {
        byte[] bytes = params.getBytes(StandardCharsets.UTF_8);
        return binder(type).bind(bytes, 0, bytes.length);
    }

    private @Nullable Object bindNothing(Type type) throws ParamsException {
        return binder(type).bind(new byte[0], 0, 0);
    }

    private ParamsBinder binder(Type type) {
        return new ParamsBinder(mapper, mapper.constructType(type));
    }

    private String written(@Nullable Object value) throws Exception {
        return new String(
                new ResultWriter(mapper, new WorkerParts.Results(1_000, new TransitBudget(1_000)))
                        .write(value)
                        .json(),
                StandardCharsets.UTF_8);
    }
}
