package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What speaks when it is not frames. */
class FirstBytesTest {
    @ParameterizedTest
    @CsvSource({
        "474554202f20485454502f31, HTTP", // GET / HTTP/1
        "505249202a20485454502f32, HTTP", // PRI * HTTP/2
        "504f5354, HTTP",
        "50555420, HTTP",
        "505554, HTTP", // PUT, cut short
        "47, HTTP", // G, alone in its segment
        "4745ff, UNKNOWN",
        "16030100c4, TLS",
        "1602, UNKNOWN",
        "50524f585920544350342031, PROXY", // PROXY TCP4 1
        "0d0a0d0a000d0a515549540a, PROXY",
        "0d0a0d, UNKNOWN",
        "bebadec001000000, SWAPPED",
        "bebade, UNKNOWN",
        "00, UNKNOWN"
    })
    void areRecognised(String hex, FirstBytes kind) {
        assertThat(FirstBytes.of(hex)).isEqualTo(kind);
    }

    @Test
    void everyHttpMethodIsRecognised() {
        for (String method :
                new String[] {"GET", "PUT", "POST", "HEAD", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE"}) {
            byte[] line = (method + " / HTTP").getBytes(StandardCharsets.US_ASCII);
            assertThat(FirstBytes.of(HexFormat.of().formatHex(line))).as(method).isEqualTo(FirstBytes.HTTP);
        }
    }

    @Test
    void onlyHttpIsToldAnything() {
        for (FirstBytes kind : FirstBytes.values()) {
            assertThat(kind.farewell().length > 0).as(kind.text()).isEqualTo(kind == FirstBytes.HTTP);
        }
    }
}
