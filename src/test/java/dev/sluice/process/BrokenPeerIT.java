package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.process.FrameSocket.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Peers that break the framing lose their own connection, and nobody else anything. */
class BrokenPeerIT {
    @Test
    void wrongMagicEndsItsConnectionAndNoOther() throws Exception {
        try (JarServer server = JarServer.start();
                FrameSocket polite = server.connect();
                FrameSocket broken = server.connect()) {
            polite.sendCall(1, "demo.sleep", "{\"ms\":200}");
            broken.send(HexFormat.of().parseHex("c0debabf000000010000000200007b7d"));
            assertThat(broken.next()).isNull();
            assertThat(polite.answer().requestId()).isEqualTo(1);
            polite.sendCall(2, "demo.echo", "[2]");
            assertThat(polite.answer().requestId()).isEqualTo(2);
        }
    }

    @Test
    void aFrameAboveTheLimitIsAnsweredWithItsIdAndEndsItsConnectionAndNoOther() throws Exception {
        try (JarServer server = JarServer.start("--set", "limits.maxFrameBytes=1KiB");
                FrameSocket polite = server.connect();
                FrameSocket broken = server.connect()) {
            broken.sendCall(4, "demo.sleep", "{\"ms\":300}");
            broken.send(HexFormat.of().parseHex("c0debabe" + "fffffffe" + "80000000"));
            Answer tooLarge = broken.answer();
            assertThat(tooLarge.requestId()).isEqualTo(0xFFFFFFFE);
            assertThat(tooLarge.code()).isEqualTo(-32004);
            assertThat(tooLarge.executed()).isEqualTo("no");
            assertThat(tooLarge.body()).contains("2147483648").contains("1024");
            broken.send(new byte[100_000]); // the body nobody reads
            assertThat(broken.answer().requestId()).as("in flight before").isEqualTo(4);
            assertThat(broken.next()).isNull();
            polite.sendCall(2, "demo.echo", "[2]");
            assertThat(polite.answer().requestId()).isEqualTo(2);
        }
    }

    @Test
    void anHttpClientGetsOneLineAndTheLogSaysWhatItWas() throws Exception {
        try (JarServer server = JarServer.start();
                FrameSocket browser = server.connect()) {
            browser.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(browser.rest()).startsWith("HTTP/1.1 400 ").endsWith("\r\n");
            assertThat(server.err()).contains("an HTTP request where a frame should start");
        }
    }

    @Test
    void theSecondHalfOfAFrameThatNeverComesIsNotAnswered() throws Exception {
        try (JarServer server = JarServer.start();
                FrameSocket client = server.connect()) {
            client.sendCall(1, "demo.echo", "[1]");
            byte[] half = FrameSocket.call(2, "demo.echo", "[2]");
            client.send(Arrays.copyOf(half, half.length - 1));
            client.halfClose();
            assertThat(client.answer().requestId()).isEqualTo(1);
            assertThat(client.next()).isNull();
        }
    }
}
