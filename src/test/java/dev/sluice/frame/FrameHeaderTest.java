package dev.sluice.frame;

import static dev.sluice.frame.Streams.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.buffer.Buffer;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The twelve bytes: magic, request id, length; big-endian and unsigned. */
class FrameHeaderTest {
    private final FrameParser parser = new FrameParser(16);

    @Test
    void isWrittenBigEndianMagicThenIdThenLength() {
        byte[] header = new byte[14];
        FrameHeader.write(header, 1, 0x01020304, 0x0A0B0C0D);
        assertThat(header).containsExactly(hex("00 c0debabe 01020304 0a0b0c0d 00"));
    }

    @Test
    void isReadBigEndianMagicThenIdThenLength() throws FrameException {
        Frame frame = next("c0debabe 01020304 00000002 7b7d");
        assertThat(frame.requestId()).isEqualTo(0x01020304);
        assertThat(frame.body()).containsExactly('{', '}');
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "00000001", "7fffffff", "80000000", "ffffffff"})
    void everyRequestIdIsLegalAndUnsigned(String id) throws FrameException {
        Frame frame = next("c0debabe" + id + "00000000");
        assertThat(Integer.toUnsignedString(frame.requestId(), 16)).isEqualTo(Long.toHexString(Long.parseLong(id, 16)));
    }

    @ParameterizedTest
    @CsvSource({"00000011,17", "7fffffff,2147483647", "80000000,2147483648", "ffffffff,4294967295"})
    void aLengthAboveTheLimitIsRefusedFromTheHeaderAlone(String length, String decimal) {
        parser.feed(Buffer.buffer(hex("c0debabe 00000007" + length)));
        FrameException refused = catchThrowableOfType(FrameException.class, parser::next);
        assertThat(refused.reason()).isEqualTo(FrameException.Reason.TOO_LARGE);
        assertThat(refused.requestId()).isEqualTo(7);
        assertThat(refused).hasMessage("body of " + decimal + " bytes exceeds limits.maxFrameBytes 16");
        assertThat(refused.firstBytesHex()).isEmpty();
    }

    @Test
    void aLengthOfTheLimitPasses() throws FrameException {
        assertThat(next("c0debabe 00000007 00000010" + "20".repeat(16)).body()).hasSize(16);
    }

    @Test
    void lengthZeroIsACompleteFrame() throws FrameException {
        assertThat(next("c0debabe 00000007 00000000").body()).isEmpty();
    }

    @Test
    void aShortHeaderNeedsMoreBytes() throws FrameException {
        byte[] header = hex("c0debabe 00000007 00000000");
        for (int i = 0; i < header.length; i++) {
            assertThat(parser.next()).as("%d bytes", i).isNull();
            parser.feed(Buffer.buffer().appendByte(header[i]));
        }
        assertThat(parser.next()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"c1", "c0df", "c0debb", "c0debabf", "00", "474554202f20485454502f31"})
    void aWrongByteOfTheMagicIsKnownAsSoonAsItIsThere(String bytes) {
        parser.feed(Buffer.buffer(hex(bytes)));
        FrameException broken = catchThrowableOfType(FrameException.class, parser::next);
        assertThat(broken.reason()).isEqualTo(FrameException.Reason.BAD_MAGIC);
        assertThat(broken.firstBytesHex()).isEqualTo(bytes);
        assertThat(broken.requestId()).isZero();
        assertThat(broken).hasMessageContaining(bytes).hasMessageContaining("c0debabe");
        assertThat(broken.getStackTrace()).isEmpty();
    }

    @Test
    void aWrongMagicBehindAGoodFrameEndsTheStreamForGood() throws FrameException {
        parser.feed(Buffer.buffer(hex("c0debabe 00000001 00000000 c0debabe 00000002 00000000 ff")));
        assertThat(parser.next()).isNotNull();
        assertThat(parser.next()).isNotNull();
        assertThatThrownBy(parser::next).isInstanceOf(FrameException.class);
        parser.feed(Buffer.buffer(hex("c0debabe 00000003 00000000")));
        assertThatThrownBy(parser::next).isInstanceOf(FrameException.class);
    }

    private Frame next(String hex) throws FrameException {
        parser.feed(Buffer.buffer(hex(hex)));
        return Objects.requireNonNull(parser.next());
    }
}
