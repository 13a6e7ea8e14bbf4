package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.bench.SluiceWire.Expect;
import dev.sluice.client.ScriptedServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a generator writes, and what it makes of answers. */
class SluiceWireTest {
    private static final String RESULT = "{\"jsonrpc\":\"2.0\",\"result\":[1],\"id\":1}";

    private final List<String> seen = new ArrayList<>();
    private final Wire.Answers answers = new Wire.Answers() {
        @Override
        public void answered(int id, int code) {
            seen.add(id + " " + code);
        }

        @Override
        public void goodbye() {
            seen.add("goodbye");
        }
    };

    @Test
    void aRequestIsItsFrameWithTheIdOfItsPlace() throws Exception {
        SluiceWire wire = wire(Expect.RESPONSES);
        ByteBuffer out = ByteBuffer.allocate(1_024);
        wire.greet(out);
        wire.write(out, 7, false);
        wire.write(out, 8, true);

        byte[] fast = ScriptedServer.frame(7, "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[1],\"id\":1}");
        byte[] slow = ScriptedServer.frame(8, "{\"jsonrpc\":\"2.0\",\"method\":\"slow\",\"id\":1}");
        assertThat(out.flip())
                .isEqualTo(ByteBuffer.allocate(fast.length + slow.length)
                        .put(fast)
                        .put(slow)
                        .flip());
        assertThat(wire.requestBytes(false)).isEqualTo(fast.length);
        assertThat(wire.requestBytes(true)).isEqualTo(slow.length);
    }

    @Test
    void resultsAndErrorsAreToldApartHoweverTheyAreWritten() throws Exception {
        read(wire(Expect.RESPONSES), 1, RESULT);
        read(wire(Expect.RESPONSES), 2, "{\"id\":1,\"result\":null,\"jsonrpc\":\"2.0\"}");
        read(wire(Expect.RESPONSES), 3, "{\"jsonrpc\":\"2.0\",\"error\":{\"message\":\"x\",\"code\":-32000},\"id\":1}");
        read(wire(Expect.RESPONSES), 4, "{\"jsonrpc\":\"2.0\",\"error\":7,\"id\":1}");
        read(wire(Expect.RESPONSES), 5, "{\"jsonrpc\":\"2.0\",\"error\":{\"data\":[{}]},\"id\":1}");
        read(wire(Expect.RESPONSES), 6, "[]");
        read(wire(Expect.RESPONSES), 7, "hello, this is no JSON at all, whatever it may be");
        read(wire(Expect.ANY_FRAMES), 8, "hello");

        String other = " " + Wire.NO_RESPONSE;
        assertThat(seen)
                .containsExactly("1 0", "2 0", "3 -32000", "4" + other, "5" + other, "6" + other, "7" + other, "8 0");
    }

    @Test
    void saysHelloToHearGoodbye() throws Exception {
        SluiceWire wire = wire(Expect.GOODBYE);
        ByteBuffer out = ByteBuffer.allocate(1_024);
        wire.greet(out);
        int helloId = out.getInt(Integer.BYTES);
        read(wire, helloId, RESULT);
        read(wire, -1, "{\"jsonrpc\":\"2.0\",\"method\":\"$/drain\",\"params\":{\"deadlineMs\":1}}");
        assertThat(seen).isEmpty();

        read(wire, -1, "{\"jsonrpc\":\"2.0\",\"method\":\"$/goodbye\",\"params\":{\"reason\":\"drain\"}}");
        assertThat(seen).containsExactly("goodbye");
    }

    @Test
    void anAnswerThatIsNotWholeStays() throws Exception {
        byte[] frame = ScriptedServer.frame(1, RESULT);
        SluiceWire wire = wire(Expect.RESPONSES);
        for (int bytes = 0; bytes < frame.length; bytes++) {
            ByteBuffer part = ByteBuffer.wrap(frame, 0, bytes);
            assertThat(wire.read(part, answers)).isEqualTo(bytes < 12 ? 0 : frame.length);
            assertThat(part.position()).isZero();
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void otherBytesAreNoFrames() {
        ByteBuffer http = ByteBuffer.wrap("HTTP/1.1 400 Bad Request".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> wire(Expect.RESPONSES).read(http, answers))
                .isInstanceOf(WireException.class)
                .hasMessage("these are no frames of Sluice: expected the magic c0debabe, got 48545450");

        ByteBuffer huge = ByteBuffer.allocate(12).putInt(0, 0xC0DEBABE).putInt(8, -1);
        assertThatThrownBy(() -> wire(Expect.RESPONSES).read(huge, answers))
                .isInstanceOf(WireException.class)
                .hasMessage("an answer of 4294967295 bytes is too long to read");
    }

    private static SluiceWire wire(Expect expect) {
        return SluiceWire.of(SluiceWire.request("m", "[1]"), SluiceWire.request("slow", ""), expect);
    }

    private void read(SluiceWire wire, int id, String body) throws WireException {
        ByteBuffer in = ByteBuffer.wrap(ScriptedServer.frame(id, body));
        assertThat(wire.read(in, answers)).isZero();
        assertThat(in.hasRemaining()).isFalse();
    }
}
