package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Params become what the method was registered with, or are refused before its code is entered. */
class ParamsTest {
    private final Bench bench = new Bench();

    record Item(String name, int count) {}

    record Order(
            Item item,
            List<Integer> sizes,
            @Nullable String note,
            @JsonProperty(required = false) String tag) {}

    record Checked(int value) {
        Checked {
            if (value < 0) {
                throw new IllegalArgumentException("negative");
            }
        }
    }

    record Nothing() {}

    @BeforeEach
    void register() {
        bench.register(methods -> {
            methods.async("order", Order.class, (order, call) -> Future.succeededFuture(order.toString()));
            methods.async("item", Item.class, (item, call) -> Future.succeededFuture(item));
            methods.async("checked", Checked.class, (checked, call) -> Future.succeededFuture(checked));
            methods.async("nothing", Nothing.class, (nothing, call) -> Future.succeededFuture(nothing.toString()));
            methods.blocking("ints", int[].class, (ints, call) -> ints.length);
            methods.blocking("list", new TypeReference<List<Item>>() {}, (items, call) -> items.size());
            methods.async("tree", JsonNode.class, (tree, call) -> Future.succeededFuture(tree));
            methods.async(
                    "generic", new TypeReference<List<String>>() {}, (list, call) -> Future.succeededFuture(list));
            methods.async("none", Void.class, (none, call) -> Future.succeededFuture("no params"));
        });
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void bindByNameInAnyOrder() {
        assertThat(bench.answer("item", "{\"count\":2,\"name\":\"a\"}")).isEqualTo("{\"name\":\"a\",\"count\":2}");
    }

    @Test
    void bindByPositionToTheComponentsInTheirOrder() {
        assertThat(bench.answer("item", "[\"a\",2]")).isEqualTo("{\"name\":\"a\",\"count\":2}");
        assertThat(bench.answer("item", "[\"a\",2,3]"))
                .contains("-32602", "at most 2 elements", "/2", "\"executed\":\"no\"");
        assertThat(bench.answer("item", "[\"a\"]")).contains("-32602", "missing member", "/count");
        assertThat(bench.answer("item", "[\"a\",\"b\"]")).contains("-32602", "wrong type", "/count");
    }

    @Test
    void whatMayBeAbsentMayBeAbsent() {
        assertThat(bench.answer("order", "{\"item\":{\"name\":\"a\",\"count\":1},\"sizes\":[]}"))
                .contains("note=null", "tag=null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"a\"} | missing member | /count",
                "{\"name\":\"a\",\"count\":1,\"x\":1} | unknown member | /x",
                "{\"name\":\"a\",\"count\":\"1\"} | wrong type | /count",
                "{\"name\":\"a\",\"count\":1.5} | wrong type | /count",
                "{\"name\":\"a\",\"count\":null} | wrong type | /count",
                "{\"name\":1,\"count\":1} | wrong type | /name",
                "{\"name\":\"a\",\"count\":1,\"count\":2} | stands twice | /count"
            })
    void whatDoesNotFitIsRefusedWithItsPath(String params, String reason, String path) {
        assertThat(bench.answer("item", params))
                .contains("-32602", reason, "\"path\":\"" + path + "\"", "\"executed\":\"no\"")
                .doesNotContain("sluice", "java");
    }

    @Test
    void thePathLeadsIntoWhatIsNested() {
        assertThat(bench.answer("order", "{\"item\":{\"name\":\"a\",\"count\":1},\"sizes\":[1,\"x\"]}"))
                .contains("/sizes/1");
        assertThat(bench.answer("order", "{\"item\":{\"name\":\"a\",\"b/c~d\":1,\"count\":1},\"sizes\":[]}"))
                .contains("/item/b~1c~0d");
    }

    @Test
    void aValueThatTheRecordItselfRefusesIsAWrongParam() {
        assertThat(bench.answer("checked", "[1]")).isEqualTo("{\"value\":1}");
        assertThat(bench.answer("checked", "[-1]")).contains("-32602", "\"executed\":\"no\"");
    }

    @Test
    void anArrayBindsToAnArrayAndAnObjectDoesNot() {
        assertThat(bench.answer("ints", "[1,2,3]")).isEqualTo("3");
        assertThat(bench.answer("ints", "{}")).contains("-32602");
        assertThat(bench.answer("list", "[{\"name\":\"a\",\"count\":1}]")).isEqualTo("1");
        assertThat(bench.answer("list", "[{\"name\":\"a\"}]")).contains("/0/count");
        assertThat(bench.answer("generic", "[\"a\"]")).isEqualTo("[\"a\"]");
    }

    @Test
    void absentParamsAreEmptyOnes() {
        assertThat(bench.answer("nothing", "")).isEqualTo("\"Nothing[]\"");
        assertThat(bench.answer("ints", "")).isEqualTo("0");
        assertThat(bench.answer("list", "")).isEqualTo("0");
        assertThat(bench.answer("tree", "")).isEqualTo("null");
        assertThat(bench.answer("none", "")).isEqualTo("\"no params\"");
        assertThat(bench.answer("item", "")).contains("-32602", "missing member");
    }

    @Test
    void aTreeKeepsTheDigitsOfItsNumbers() {
        String digits = "[1.0,0.10000000000000000000001,12345678901234567890123,true,null,\"é\"]";
        assertThat(bench.answer("tree", digits)).isEqualTo(digits);
        assertThat(bench.answer("tree", "{\"a\":1,\"a\":2}")).contains("-32602", "/a");
    }
}
