package dev.sluice.sidebyside;

import static dev.sluice.sidebyside.SeenAnswers.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.bench.Wire;
import dev.sluice.bench.WireException;
import org.junit.jupiter.api.Test;

/** gRPC over HTTP/2: the bytes of calls, windows, and what is made of answers. */
class GrpcWireTest {
    private static final byte[] BODY = {0x61, 0x62};
    private static final String SETTINGS = "000006 04 00 00000000 0004 00100000";
    private static final String DATA = "000007 00 00 %s 00 00000002 6162";

    /** :status 200, content-type added to the table; then grpc-status 0 added, and once more by its index. */
    private static final String FIRST_HEADERS = "000013 01 04 %s 88 5f 10" + text("application/grpc");

    private static final String FIRST_TRAILERS = "00000f 01 05 %s 40 0b" + text("grpc-status") + "01 30";
    private static final String HEADERS = "000002 01 04 %s 88 bf";
    private static final String TRAILERS = "000001 01 05 %s be";

    private final GrpcWire wire = new GrpcWire(BODY, 2);

    @Test
    void aConnectionBeginsWithThePrefaceAndTheLargestWindows() {
        assertThat(SeenAnswers.greeting(wire))
                .isEqualTo(text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
                        + "000006 04 00 00000000 0004 7fffffff".replace(" ", "")
                        + "000004 08 00 00000000 7fff0000".replace(" ", ""));
    }

    @Test
    void nothingIsSentBeforeTheSettingsOfTheServerOrBeyondItsWindow() throws WireException {
        GrpcWire large = new GrpcWire(new byte[64 * 1024 - 5], 2);
        assertThat(large.mayWrite(false)).isFalse();

        new SeenAnswers(large).read(SETTINGS);
        assertThat(large.mayWrite(false))
                .as("the connection's window is still 65535")
                .isFalse();

        new SeenAnswers(large).read("000004 08 00 00000000 00000001");
        assertThat(large.mayWrite(false)).isTrue();
        SeenAnswers.written(large, 0);
        assertThat(large.mayWrite(false)).isFalse();
    }

    @Test
    void theFirstCallNamesItsHeadersAndTheOthersPointToThem() throws WireException {
        new SeenAnswers(wire).read(SETTINGS);
        String data = "000007 00 01 %s 00 00000002 6162".replace(" ", "");
        String settingsTaken = "000000 04 01 00000000".replace(" ", "");

        String first = SeenAnswers.written(wire, 0);
        assertThat(first)
                .startsWith(settingsTaken)
                .contains(text("/sluice.Echo/echo"), text("application/grpc"), text("trailers"))
                .endsWith(data.formatted("00000001"));
        assertThat(SeenAnswers.written(wire, 1))
                .isEqualTo("000006 01 04 00000003 83 86 c1 c0 bf be".replace(" ", "") + data.formatted("00000003"));
    }

    @Test
    void aLargeMessageIsCutIntoFramesOfWhichTheLastOneEndsTheStream() {
        String written = SeenAnswers.written(new GrpcWire(new byte[20_000], 2), 0);
        int bytes = written.length() / 2;

        int rest = 20_005 - 16_384;
        assertThat(written.substring(2 * (bytes - rest - 9), 2 * (bytes - rest)))
                .isEqualTo(String.format("%06x000100000001", rest));
        int first = bytes - rest - 9 - 16_384 - 9;
        assertThat(written.substring(2 * first, 2 * (first + 9))).isEqualTo("004000000000000001");
    }

    @Test
    void answersAreResultsIfTheirStatusIsZeroAndTheirMessageIsWhole() throws WireException {
        String answers = SETTINGS
                + on(FIRST_HEADERS + DATA + FIRST_TRAILERS, 1)
                + on(HEADERS + TRAILERS, 3) // no message
                + on(HEADERS + DATA + TRAILERS, 5)
                + on("00000f 01 05 %s 00 0b" + text("grpc-status") + "01 38", 7) // RESOURCE_EXHAUSTED
                + on("000000 00 01 %s", 1); // the end of a stream without a status

        assertThat(SeenAnswers.of(new GrpcWire(BODY, 4), new GrpcWire(BODY, 4), answers))
                .containsExactly("0 0", "1 " + Wire.NO_RESPONSE, "2 0", "3 8", "0 " + Wire.NO_RESPONSE);
    }

    @Test
    void aPingIsAnsweredWithTheNextCall() throws WireException {
        new SeenAnswers(wire).read(SETTINGS + "000008 06 00 00000000 0102030405060708");

        assertThat(SeenAnswers.written(wire, 0)).contains("000008060100000000" + "0102030405060708");
        assertThat(SeenAnswers.written(wire, 1)).doesNotContain("0102030405060708");
    }

    @Test
    void aStreamThatIsResetIsAnErrorUnlessItIsOverAnyway() throws WireException {
        SeenAnswers answers = new SeenAnswers(wire);
        answers.read("000004 03 00 00000001 00000000" + "000004 03 00 00000003 00000007");

        assertThat(answers.seen).containsExactly("1 14");
    }

    @Test
    void whatCannotBeReadEndsTheLoad() {
        assertUnreadable("00000a 07 00 00000000 00000000 00000002" + text("no"), "no");
        assertUnreadable("000001 01 00 00000001 88", "in parts");
        assertUnreadable("000001 01 04 00000001 be", "entry 62");
        assertUnreadable("000003 01 04 00000001 40 81 00", "Huffman");
        assertUnreadable("000003 01 04 00000001 00 7f ff", "too long");
        assertUnreadable("00000f 01 05 00000001 00 0b" + text("grpc-status") + "01 78", "no number");
    }

    private static void assertUnreadable(String hex, String reason) {
        assertThatThrownBy(() -> new SeenAnswers(new GrpcWire(BODY, 2)).read(hex))
                .isInstanceOf(WireException.class)
                .hasMessageContaining(reason);
    }

    private static String on(String frames, int stream) {
        return frames.replace("%s", String.format("%08x", stream));
    }
}
