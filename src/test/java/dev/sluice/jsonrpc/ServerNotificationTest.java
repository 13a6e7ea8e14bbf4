package dev.sluice.jsonrpc;

import static dev.sluice.jsonrpc.Bodies.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What the server says unasked, to the byte. */
class ServerNotificationTest {
    @Test
    void aDrainSaysHowLongCallsInFlightHave() {
        assertThat(written(ServerNotification.drain(20_000)))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"$/drain\",\"params\":{\"deadlineMs\":20000}}");
    }

    @Test
    void aGoodbyeSaysWhy() {
        assertThat(written(ServerNotification.goodbye("maxAge")))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"$/goodbye\",\"params\":{\"reason\":\"maxAge\"}}");
    }

    @Test
    void theFrameIdIsTheLargestThereIs() {
        assertThat(Integer.toUnsignedLong(ServerNotification.REQUEST_ID)).isEqualTo(0xFFFF_FFFFL);
    }

    private static String written(Answer answer) {
        byte[] target = new byte[answer.bytes() + 2];
        Arrays.fill(target, (byte) '#');
        assertThat(answer.write(target, 1)).isEqualTo(answer.bytes() + 1);
        String text = text(target);
        assertThat(text).startsWith("#").endsWith("#");
        return text.substring(1, text.length() - 1);
    }
}
