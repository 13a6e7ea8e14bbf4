package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.metrics.Ending;
import dev.sluice.metrics.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How errors count. */
class VerdictTest {
    @ParameterizedTest
    @CsvSource({
        "OVERLOADED, NO, REFUSED, REFUSED",
        "DRAINING, NO, REFUSED, REFUSED",
        "DEADLINE_EXCEEDED, NO, DEADLINE, ANSWERED",
        "DEADLINE_EXCEEDED, UNKNOWN, DEADLINE, UNKNOWN",
        "CANCELLED, UNKNOWN, CANCELLED, UNKNOWN",
        "CANCELLED, NO, CANCELLED, ANSWERED",
        "INTERNAL_ERROR, YES, ERROR, ANSWERED",
        "INVALID_PARAMS, NO, ERROR, ANSWERED",
        "RESPONSE_TOO_LARGE, YES, ERROR, ANSWERED"
    })
    void dependsOnCodeAndExecution(ErrorCode code, Executed executed, Outcome outcome, Ending ending) {
        RpcError error = RpcError.of(code, executed);

        assertThat(Verdict.outcomeOf(error)).isEqualTo(outcome);
        assertThat(Verdict.endingOf(error)).isEqualTo(ending);
    }
}
