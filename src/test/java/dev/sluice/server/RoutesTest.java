package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.sluice.config.Routes;
import dev.sluice.config.Services;
import dev.sluice.metrics.NodeMeters;
import dev.sluice.service.RawJson;
import dev.sluice.service.ServiceContext;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A call becomes one request to a plain consumer, and its reply or failure the answer. */
@Timeout(60)
class RoutesTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Vertx vertx = Vertx.vertx();
    private final RouteService service = new RouteService(Map.of("m", "address"));
    private final RoutedMethods methods = new RoutedMethods();
    private final List<Object> asked = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        service.register(methods);
        service.start(new ServiceContext(vertx, NullNode.getInstance()))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private MessageConsumer<Object> consumer(Consumer<Message<Object>> answer) {
        return vertx.eventBus().consumer("address", message -> {
            asked.add(message.body() == null ? "null" : message.body());
            answer.accept(message);
        });
    }

    private @Nullable Object call(JsonNode params, Duration within) throws Exception {
        return methods.call("m", params, within)
                .toCompletionStage()
                .toCompletableFuture()
                .get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    private @Nullable Object call(String params) throws Exception {
        return call(JSON.readTree(params), LONG);
    }

    private Throwable failureOf(String params, Duration within) throws Exception {
        try {
            throw new AssertionError("a failure wanted: " + call(JSON.readTree(params), within));
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }

    /** The whole error object, as the client gets it. */
    private String errorOf(String params) throws Exception {
        return String.valueOf(failureOf(params, LONG).getMessage());
    }

    /** So the bus does with a reply whose class it does not allow: it gives up its timer first, and then tells nobody. */
    @Test
    void aReplyThatTheBusCannotMakeIsUnknownSoonAfterTheDeadline() throws Exception {
        EventBus silent = only(EventBus.class, "request", vertx.timer(1, TimeUnit.HOURS));
        service.start(new ServiceContext(only(Vertx.class, "eventBus", silent), NullNode.getInstance()));

        assertThat(String.valueOf(failureOf("{}", Duration.ofMillis(50)).getMessage()))
                .contains("-32002", "\"unknown\"");
    }

    private static <T> T only(Class<T> type, String method, Object result) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, called, arguments) -> {
                    assertThat(called.getName()).isEqualTo(method);
                    return result;
                }));
    }

    @Test
    void namedParamsAreSentAsTheObjectThatVertxMakesOfTheText() throws Exception {
        consumer(message -> message.reply(null));
        String params = "{\"i\":1,\"l\":5000000000,\"big\":123456789012345678901234567890,\"f\":0.1,\"e\":1e300,"
                + "\"t\":\"é\",\"b\":true,\"n\":null,\"o\":{\"a\":[1,{\"x\":[]}]},\"empty\":{}}";
        call(params);

        JsonObject sent = (JsonObject) asked.get(0);
        assertThat(sent.encode()).isEqualTo(new JsonObject(params).encode());
        for (String number : List.of("i", "l", "big", "f", "e")) {
            assertThat(sent.getValue(number)).isEqualTo(new JsonObject(params).getValue(number));
        }
    }

    @Test
    void positionalParamsAreSentAsAnArrayAndNoneAsNull() throws Exception {
        consumer(message -> message.reply(null));
        call("[1,\"a\",[null],{\"b\":2.5}]");
        call("[]");
        call(NullNode.getInstance(), LONG);

        assertThat(asked).containsExactly(new JsonArray("[1,\"a\",[null],{\"b\":2.5}]"), new JsonArray(), "null");
    }

    @Test
    void aNumberThatConsumersCannotGetIsRefusedBeforeItIsSent() throws Exception {
        consumer(message -> message.reply(null));

        assertThat(errorOf("[{\"a\":-1e999}]"))
                .isEqualTo("{\"code\":-32602,\"message\":\"Invalid params\",\"data\":"
                        + "{\"reason\":\"a number is out of range\",\"executed\":\"no\"}}");
        assertThat(asked).isEmpty();
    }

    static Stream<Object> values() {
        return Stream.of(true, 5, 5_000_000_000L, 2.5, "text");
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueIsTheResult(Object value) throws Exception {
        consumer(message -> message.reply(value));
        assertThat(call("[]")).isEqualTo(value);
    }

    @Test
    void nullIsAResult() throws Exception {
        consumer(message -> message.reply(null));
        assertThat(call("[]")).isNull();
    }

    static Stream<Object> json() {
        return Stream.of(
                new JsonObject("{\"a\":[1,null,{\"b\":\"é\"}]}"),
                new JsonArray("[1,{\"a\":2}]"),
                Buffer.buffer(" {\"a\" : 1.0, \"b\":\"é\"}\n"),
                Buffer.buffer("7"));
    }

    @ParameterizedTest
    @MethodSource("json")
    void jsonIsTheResultToTheByte(Object reply) throws Exception {
        consumer(message -> message.reply(reply));
        assertThat(call("[]")).isInstanceOf(RawJson.class).hasToString(reply.toString());
    }

    static Stream<Buffer> buffersThatAreNoJson() {
        return Stream.of(
                Buffer.buffer(),
                Buffer.buffer("nul"),
                Buffer.buffer("1 2"),
                Buffer.buffer("{\"a\":1"),
                Buffer.buffer("{\"a\":1,\"a\":2}"),
                Buffer.buffer(new byte[] {'"', (byte) 0xff, '"'}));
    }

    @ParameterizedTest
    @MethodSource("buffersThatAreNoJson")
    void aBufferThatIsNotOneJsonValueIsAnErrorThatNamesTheAddress(Buffer reply) throws Exception {
        consumer(message -> message.reply(reply));
        assertThat(failureOf("[]", LONG))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the consumer at address replied with a Buffer that is not one JSON value");
    }

    @Test
    void anyOtherReplyIsAnErrorThatNamesTheAddressAndTheClass() throws Exception {
        consumer(message -> message.reply('c'));
        assertThat(failureOf("[]", LONG))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the consumer at address replied with a java.lang.Character, which is neither JSON nor"
                        + " Buffer nor String");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 404, -31999, -32769, -32602})
    void anErrorOfTheConsumerIsTheAnswer(int code) throws Exception {
        consumer(message -> message.fail(code, "no such order"));

        assertThat(errorOf("[]"))
                .isEqualTo("{\"code\":" + code + ",\"message\":\"no such order\",\"data\":{\"executed\":\"yes\"}}");
        assertThat(asked).as("asked once").hasSize(1);
    }

    @Test
    void anErrorWithoutAMessageHasAnEmptyOne() throws Exception {
        consumer(message -> message.fail(1, null));
        assertThat(errorOf("[]")).startsWith("{\"code\":1,\"message\":\"\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {-32000, -32001, -32601, -32768})
    void aReservedCodeStandsInTheData(int code) throws Exception {
        consumer(message -> message.fail(code, "theirs"));
        assertThat(errorOf("[]"))
                .isEqualTo("{\"code\":-32603,\"message\":\"theirs\",\"data\":{\"code\":" + code
                        + ",\"executed\":\"yes\"}}");
    }

    @Test
    void whereNobodyListensNothingWasExecuted() throws Exception {
        assertThat(errorOf("[]"))
                .isEqualTo("{\"code\":-32000,\"message\":\"Overloaded\",\"data\":{\"reason\":"
                        + "\"nobody listens at the address of this method now\",\"retryAfterMs\":100,"
                        + "\"executed\":\"no\"}}");
    }

    @Test
    void aConsumerThatFoundNobodyItselfHasRun() throws Exception {
        consumer(message -> vertx.eventBus().request("elsewhere", "").onFailure(message::reply));
        assertThat(errorOf("[]")).contains("-32603", "\"executed\":\"unknown\"");
    }

    @ParameterizedTest
    @CsvSource({"NO_HANDLERS", "ERROR", "TIMEOUT"})
    void aFailureThatAConsumerRepliesWithIsNeverExecutedNo(ReplyFailure type) throws Exception {
        consumer(message -> message.reply(new ReplyException(type, "theirs")));
        assertThat(errorOf("[]")).contains("-32603", "\"executed\":\"unknown\"");
    }

    @Test
    void aRequestThatAConsumerDropsIsUnknown() throws Exception {
        MessageConsumer<Object> paused =
                consumer(message -> message.reply(null)).pause();
        vertx.setTimer(50, timer -> paused.unregister());
        assertThat(errorOf("[]")).contains("-32603", "\"executed\":\"unknown\"");
    }

    @Test
    void noReplyInTimeIsTheDeadline() throws Exception {
        consumer(message -> {});

        assertThat(failureOf("[]", Duration.ofMillis(50)))
                .hasMessage("{\"code\":-32002,\"message\":\"Deadline exceeded\",\"data\":{\"executed\":\"unknown\"}}");
        assertThat(failureOf("[]", Duration.ofMillis(-1)).getMessage()).contains("-32002");
    }

    @Test
    void aMethodThatAServiceHasAlreadyKeepsTheNodeFromStarting() throws Exception {
        ServiceCatalog catalog = ServiceCatalog.find(new Services(true, null, Map.of()))
                .with(new Routes(Map.of("demo.echo", "address")));

        assertThatThrownBy(() -> catalog.register(new NodeMeters()))
                .isInstanceOf(StartException.class)
                .hasMessage("section routes registers method \"demo.echo\": it is registered already by service"
                        + " dev.sluice.demo.DemoService");
    }
}
