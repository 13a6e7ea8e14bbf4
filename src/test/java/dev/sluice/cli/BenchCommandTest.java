package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.client.ScriptedServer;
import dev.sluice.client.ScriptedServer.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code sluice bench}, as it is typed. */
@Timeout(30)
class BenchCommandTest {
    private final CommandTester sluice = new CommandTester();

    @TempDir
    Path dir;

    /** The first answer of a server that was never called takes longer than a short window. */
    @BeforeAll
    static void warmUp() throws Exception {
        try (ScriptedServer server = new ScriptedServer(BenchCommandTest::answerAll)) {
            bench(new CommandTester(), server);
        }
    }

    @Test
    void printsATableAndWritesJsonAndAPageThatNeedsNothingElse() throws Exception {
        Path json = dir.resolve("result.json");
        Path html = dir.resolve("result.html");
        try (ScriptedServer server = new ScriptedServer(BenchCommandTest::answerAll)) {
            CommandTester.Result ran =
                    bench(server, "--depth", "4", "--json", json.toString(), "--html", html.toString());

            assertThat(ran.exitCode()).as(ran.err()).isZero();
            assertThat(ran.out()).contains("1 connection x 4 in flight", "results/s", "p99.9", "all calls");
            assertThat(ran.err()).isEmpty();
        }
        assertThat(json).content().contains("\"perSecond\"", "\"latencyUs\"", "\"timeline\"");
        assertThat(Files.readString(html))
                .contains("uPlot", "demo.echo on 127.0.0.1")
                .doesNotContain("src=", "href=", "@DATA@", "@TITLE@", "@PLAN@", "@TABLE@");
    }

    @Test
    void errorAnswersAreNoSuccess() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            try {
                for (; ; ) {
                    client.fail(client.next(), "{\"code\":-32000,\"message\":\"Overloaded\"}");
                }
            } catch (IOException e) {
                // the load has ended
            }
        })) {
            CommandTester.Result ran = bench(server, "--depth", "1");

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.out()).contains("answers with -32000 Overloaded");
        }
    }

    @Test
    void aServerThatIsNotThereIsOneLine() throws Exception {
        ScriptedServer gone = new ScriptedServer(client -> {});
        CommandTester.Result ran;
        try (gone) {
            ran = bench(gone);
        }
        CommandTester.Result again = bench(gone);

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(again.exitCode()).isEqualTo(4);
        assertThat(again.err())
                .startsWith("sluice bench: 127.0.0.1:")
                .contains("refused")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "--connections,0,--connections takes 1 to 60000",
        "--depth,65537,--depth takes 1 to 65536",
        "--rate,0,--rate takes more than 0",
        "--slow-share,1,is not a share such as 1%",
        "--slow-share,101%,is not a share such as 1%",
        "--payload,3,is not a size such as 100",
        "--payload,1GiB,is not a size such as 100",
        "--params,1,PARAMS",
        "--duration,0s,is not a time such as",
        "--drain-pid,0,there is no process 0"
    })
    void aWrongOptionSaysWhatIsAllowed(String option, String value, String said) {
        CommandTester.Result ran = sluice.run("bench", "127.0.0.1:1", option, value);

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains(said).contains("Try 'sluice bench --help'.");
    }

    private CommandTester.Result bench(ScriptedServer server, String... options) {
        return bench(sluice, server, options);
    }

    private static CommandTester.Result bench(CommandTester sluice, ScriptedServer server, String... options) {
        List<String> args = new ArrayList<>(List.of("bench", "127.0.0.1:" + server.port()));
        args.addAll(List.of("--connections", "1", "--warmup", "100ms", "--duration", "1s"));
        args.addAll(List.of(options));
        return sluice.run(args.toArray(String[]::new));
    }

    private static void answerAll(Peer client) throws Exception {
        try {
            for (; ; ) {
                client.answer(client.next(), "[1]");
            }
        } catch (IOException e) {
            // the load has ended
        }
    }
}
