package dev.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RpcClientOptionsTest {
    private final RpcClientOptions options = RpcClientOptions.of("::1", 7411);

    @Test
    void everyOptionCanBeChangedAlone() {
        Duration time = Duration.ofMillis(1);
        assertThat(options.withConnectTimeout(time).connectTimeout()).isEqualTo(time);
        assertThat(options.withRequestTimeout(time).requestTimeout()).isEqualTo(time);
        assertThat(options.withSilenceTimeout(time).silenceTimeout()).isEqualTo(time);
        assertThat(options.withMaxRequestBytes(128).maxRequestBytes()).isEqualTo(128);
        assertThat(options.withMaxResponseBytes(128).maxResponseBytes()).isEqualTo(128);
        assertThat(options.withMaxInFlight(1).maxInFlight()).isEqualTo(1);
        assertThat(options.withConnectTimeout(options.connectTimeout())
                        .withRequestTimeout(options.requestTimeout())
                        .withSilenceTimeout(options.silenceTimeout())
                        .withMaxRequestBytes(options.maxRequestBytes())
                        .withMaxResponseBytes(options.maxResponseBytes())
                        .withMaxInFlight(options.maxInFlight()))
                .isEqualTo(options);
    }

    @Test
    void anAddressOfIpVersion6StandsInBrackets() {
        assertThat(options.target()).isEqualTo("[::1]:7411");
        assertThat(RpcClientOptions.of("host", 1).target()).isEqualTo("host:1");
    }

    @Test
    void aBadValueIsNamedWithWhatIsAllowed() {
        refused(() -> RpcClientOptions.of(" ", 1), "host is empty");
        refused(() -> RpcClientOptions.of("h", 0), "port 0 is not within 1 to 65535");
        refused(() -> RpcClientOptions.of("h", 65_536), "port 65536 is not within 1 to 65535");
        refused(
                () -> options.withRequestTimeout(Duration.ofNanos(999_999)),
                "requestTimeout PT0.000999999S is not within 1 ms to 24 days");
        refused(() -> CallOptions.timeout(Duration.ofDays(25)), "timeout PT600H is not within 1 ms to 24 days");
        refused(() -> options.withMaxInFlight(0), "maxInFlight 0 is not within 1 to 1000000");
        refused(() -> options.withMaxResponseBytes(127), "maxResponseBytes 127 is not within 128 to 2146435071");
    }

    private static void refused(Runnable change, String message) {
        assertThatIllegalArgumentException().isThrownBy(change::run).withMessage(message);
    }
}
