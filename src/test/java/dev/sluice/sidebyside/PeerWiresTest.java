package dev.sluice.sidebyside;

import static dev.sluice.sidebyside.SeenAnswers.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.bench.Wire;
import dev.sluice.bench.WireException;
import org.junit.jupiter.api.Test;

/** RSocket, Thrift and the bridge: the bytes of a request, and what is made of answers. */
class PeerWiresTest {
    private static final byte[] BODY = {0x61, 0x62};
    private static final String WRONG = String.valueOf(Wire.NO_RESPONSE);

    @Test
    void rsocketSendsASetupAndThenRequestsOnStreamsThatGrow() {
        RSocketWire wire = new RSocketWire(BODY, 2);

        assertThat(SeenAnswers.greeting(wire))
                .startsWith("000044 00000000 0400 00010000 0036ee80 006ddd00 18".replace(" ", ""))
                .hasSize(2 * (3 + 0x44));
        assertThat(SeenAnswers.written(wire, 1, 0))
                .isEqualTo("000008 00000003 1000 6162 000008 00000005 1000 6162".replace(" ", ""));
    }

    @Test
    void rsocketAnswersArePayloadsOrErrors() throws WireException {
        String payload = "000008 00000003 2860 6162";
        String tooShort = "000007 00000005 2860 61";
        String error = "00000b 00000007 2c00 00000201 6e";

        assertThat(SeenAnswers.of(new RSocketWire(BODY, 2), new RSocketWire(BODY, 2), payload + tooShort + error))
                .containsExactly("1 0", "0 " + WRONG, "1 " + 0x201);
        assertThat(new SeenAnswers(new RSocketWire(BODY, 2)).read("000008 00000003 2860 61"))
                .isEqualTo(11);
        assertThatThrownBy(() ->
                        new SeenAnswers(new RSocketWire(BODY, 2)).read("00000c 00000000 2c00 00000001" + text("no")))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("no");
        assertThatThrownBy(() -> new SeenAnswers(new RSocketWire(BODY, 2)).read("000001 00000000 2c00"))
                .isInstanceOf(WireException.class);
    }

    @Test
    void thriftCallsByNameWithTheSequenceIdOfThePlace() {
        String head = "0000001a 80010001 00000004 6563686f ".replace(" ", "");

        assertThat(SeenAnswers.written(new ThriftWire(BODY), 7, 8))
                .isEqualTo(head + "000000070b0001000000026162" + "00" + head + "000000080b0001000000026162" + "00");
    }

    @Test
    void thriftAnswersAreRepliesThatEchoOrWrong() throws WireException {
        String reply = "0000001a 80010002 00000004 6563686f 00000007 0b0000 00000002 6162 00";
        String exception = "00000011 80010003 00000004 6563686f 00000008 00";

        assertThat(SeenAnswers.of(new ThriftWire(BODY), new ThriftWire(BODY), reply + exception))
                .containsExactly("7 0", "8 " + WRONG);
        assertThatThrownBy(() ->
                        new SeenAnswers(new ThriftWire(BODY)).read("00000011 00000003 00000004 6563686f 00000008"))
                .isInstanceOf(WireException.class);
    }

    @Test
    void theBridgeIsAskedWithThePlaceAsReplyAddress() {
        String json = "{\"type\":\"send\",\"address\":\"echo\",\"replyAddress\":\"00042\",\"body\":{\"p\":[1]}}";

        assertThat(SeenAnswers.written(new BridgeWire("[1]"), 42)).isEqualTo("00000048" + text(json));
    }

    @Test
    void theBridgeAnswersToThatAddress() throws WireException {
        String json = "{\"type\":\"message\",\"address\":\"00042\",\"headers\":{},\"body\":{\"p\":[1]}}";
        String empty = "{\"type\":\"message\",\"address\":\"00007\"";

        assertThat(SeenAnswers.of(new BridgeWire("[1]"), new BridgeWire("[1]"), frame(json) + frame(empty)))
                .containsExactly("42 0", "7 " + WRONG);
        assertThatThrownBy(() -> new SeenAnswers(new BridgeWire("[1]"))
                        .read(frame("{\"type\":\"err\",\"message\":\"access_denied\"}")))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("access_denied");
        assertThatThrownBy(() -> new SeenAnswers(new BridgeWire("[1]")).read("ffffffff"))
                .isInstanceOf(WireException.class);
    }

    private static String frame(String json) {
        return String.format("%08x", json.length()) + text(json);
    }

    @Test
    void streamIdsGrowAndTellThePlace() {
        StreamIds streams = new StreamIds(3);
        int last = 0;
        for (int place : new int[] {0, 1, 2, 0, 0, 2, 1, 1}) {
            int id = streams.next(place);
            assertThat(id).isGreaterThan(last).isOdd();
            assertThat(streams.place(id)).isEqualTo(place);
            last = id;
        }
    }

    @Test
    void aConnectionThatHasNoMoreStreamIdsSaysSo() {
        StreamIds streams = new StreamIds(1 << 29);
        streams.next((1 << 29) - 1);
        streams.next((1 << 29) - 1);

        assertThatThrownBy(() -> streams.next(0)).isInstanceOf(IllegalStateException.class);
    }
}
