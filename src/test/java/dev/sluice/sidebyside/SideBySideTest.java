package dev.sluice.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The options of {@code make bench}. */
class SideBySideTest {
    @Test
    void withoutOptionsEverythingIsComparedThreeTimes() {
        Plan plan = plan();

        assertThat(plan.rounds()).isEqualTo(3);
        assertThat(plan.warmup()).isEqualTo(Duration.ofSeconds(10));
        assertThat(plan.contenders()).containsExactly(Contender.values());
        assertThat(plan.shapes()).containsExactlyInAnyOrder(Shape.values());
    }

    @Test
    void optionsChooseServersAndShapesInTheirOrder() {
        Plan plan = plan(
                "--rounds",
                "1",
                "--warmup",
                "2s",
                "--window",
                "500ms",
                "--servers",
                "sluice,ceiling,sluice",
                "--shapes",
                "8x128,64x16");

        assertThat(plan.rounds()).isEqualTo(1);
        assertThat(plan.warmup()).isEqualTo(Duration.ofSeconds(2));
        assertThat(plan.window()).isEqualTo(Duration.ofMillis(500));
        assertThat(plan.contenders()).isEqualTo(List.of(Contender.SLUICE, Contender.CEILING));
        assertThat(plan.shapes()).isEqualTo(List.of(Shape.DEEP, Shape.PIPELINED));
    }

    @Test
    void whatTheServersCannotGiveIsLeftOutUnlessItWasAskedFor() {
        assertThat(plan("--servers", "thrift").shapes()).doesNotContain(Shape.SLOW_SHARE, Shape.HALF_RATE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--rounds 0 | 1 to 99",
                "--rounds 100 | 1 to 99",
                "--rounds two | 1 to 99",
                "--warmup 10 | such as 500ms, 2s or 5m",
                "--warmup 2m | 1ms to 1m",
                "--window 0s | such as 500ms, 2s or 5m",
                "--window 61s | 1ms to 1m",
                "--servers sluice,netty | 'netty' is none of ceiling, sluice, pass, grpc, grpc-direct, rsocket,",
                "--shapes 64x2 | '64x2' is none of 64x1, 64x16, 64x16-slow, 8x128, 1000x4,",
                "--shapes 64x16-slow --servers grpc | needs sluice among --servers",
                "--shapes 64x1-rate --servers grpc | needs grpc among --servers and 64x1 among --shapes",
                "--fast | Unknown option: '--fast'"
            })
    void aBadOptionIsOneLineThatSaysWhatIsAllowed(String options, String allowed) {
        StringWriter err = new StringWriter();
        CommandLine command = SideBySide.commandLine().setErr(new PrintWriter(err));

        assertThat(command.execute(options.split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith("make bench: ").contains(allowed).hasLineCount(1);
    }

    private static Plan plan(String... options) {
        CommandLine command = SideBySide.commandLine();
        command.parseArgs(options);
        return ((SideBySide) command.getCommand()).plan();
    }
}
