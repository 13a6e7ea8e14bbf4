package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.client.CallOptions;
import dev.sluice.client.RpcClient;
import dev.sluice.client.RpcClientException;
import dev.sluice.client.RpcClientOptions;
import dev.sluice.client.RpcErrorException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice call}: one method of a server, once or many times. Runs on the main thread and waits for the client. */
@Command(
        name = "call",
        mixinStandardHelpOptions = true,
        usageHelpWidth = 120,
        description = "Calls a method of a server and prints its result.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:a result", "1:an error answer", "2:wrong usage", "4:no connection or no answer"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class CallCommand extends ClientCommand {
    static final int OK = 0;
    static final int ERROR_ANSWER = 1;

    private static final Duration MIN_CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private final InputStream stdin;

    @Parameters(index = "1", paramLabel = "METHOD", description = "The method, such as demo.echo.")
    private String method;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "PARAMS|-",
            description = "A JSON object or array; - reads it from standard input; nothing sends no params.")
    private @Nullable String params;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = CallTimeout.class,
            description =
                    "The time a call has, such as 500ms, 2s or 5m; the server is told. Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    @Option(names = "--notify", description = "Send a notification: nothing is answered, 0 means it was written.")
    private boolean notification;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            description =
                    "Call N times, " + CallSeries.WINDOW + " in flight at a time, and print how long answers took.")
    private @Nullable Long repeat;

    @Option(names = "--verbose", description = "Show every frame in hex on standard error.")
    private boolean verbose;

    public CallCommand() {
        this(System.in);
    }

    /**
     * @param stdin where PARAMS are read from when they are {@code -}
     */
    public CallCommand(InputStream stdin) {
        this.stdin = stdin;
    }

    @Override
    public Integer call() throws JsonProcessingException {
        if (repeat != null && (repeat < 1 || notification)) {
            throw usage("--repeat takes 1 or more and no --notify");
        }
        JsonNode json = params();
        CallRuntime.quietLogs();
        Vertx vertx = CallRuntime.vertx();
        try {
            return run(vertx, json);
        } catch (RpcErrorException e) {
            printError(e);
            return ERROR_ANSWER;
        } catch (RpcClientException e) {
            return noAnswer(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        } finally {
            CallRuntime.await(vertx.close());
        }
    }

    private @Nullable JsonNode params() {
        try {
            return params == null ? null : CallJson.params(params, stdin);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private int run(Vertx vertx, @Nullable JsonNode json) throws JsonProcessingException {
        Future<RpcClient> connecting = RpcClient.connect(vertx, clientOptions());
        if (verbose) {
            connecting = connecting.map(client -> client.frameListener(new CallHexDump(err())));
        }
        if (repeat != null) {
            return repeat(connecting, json, repeat);
        }
        RpcClient client = CallRuntime.await(connecting);
        return notification ? sendNotification(client, json) : callOnce(client, json);
    }

    private int callOnce(RpcClient client, @Nullable JsonNode json) throws JsonProcessingException {
        JsonNode result = CallRuntime.await(client.call(method, json, options()));
        out().println(CallJson.pretty(result));
        out().flush();
        CallRuntime.await(client.close());
        return OK;
    }

    private int sendNotification(RpcClient client, @Nullable JsonNode json) {
        CallRuntime.await(client.notify(method, json));
        CallRuntime.await(client.close());
        // fails if the server ended the connection before we did, because of our frame perhaps
        CallRuntime.await(client.closed());
        return OK;
    }

    private int repeat(Future<RpcClient> connecting, @Nullable JsonNode json, long times) {
        // composed, not awaited: the series runs on the client's event loop
        CallSeries series = CallRuntime.await(
                connecting.compose(client -> new CallSeries(client, method, json, options(), times).run()));
        series.print(out());
        RpcClientException unanswered = series.firstUnanswered();
        if (unanswered != null) {
            return noAnswer(String.valueOf(unanswered.getMessage()));
        }
        return series.hasErrors() ? ERROR_ANSWER : OK;
    }

    private RpcClientOptions clientOptions() {
        Duration connectTimeout = timeout.compareTo(MIN_CONNECT_TIMEOUT) > 0 ? timeout : MIN_CONNECT_TIMEOUT;
        return RpcClientOptions.of(target().host(), target().port())
                .withConnectTimeout(connectTimeout)
                .withRequestTimeout(timeout)
                .withMaxRequestBytes(CallJson.MAX_PARAMS_BYTES + 1024 * 1024)
                .withMaxResponseBytes(CallJson.MAX_PARAMS_BYTES);
    }

    private CallOptions options() {
        return CallOptions.timeout(timeout);
    }

    private void printError(RpcErrorException error) throws JsonProcessingException {
        err().println("error " + error.code() + ": " + CallJson.printable(error.errorMessage()));
        JsonNode data = error.data();
        if (data != null) {
            err().println("data: " + CallJson.pretty(data));
        }
        err().flush();
    }
}
