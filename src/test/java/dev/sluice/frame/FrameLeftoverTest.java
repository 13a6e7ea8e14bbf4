package dev.sluice.frame;

import static dev.sluice.frame.Streams.LIMIT;
import static dev.sluice.frame.Streams.frame;
import static dev.sluice.frame.Streams.hex;
import static dev.sluice.frame.Streams.same;
import static dev.sluice.frame.Streams.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What is left behind the last whole frame: it is the parser's own, a few bytes never hold a large piece, and the parser
 * knows what they are.
 */
class FrameLeftoverTest {
    private static final int TINY = FrameParser.TINY_PIECE_BYTES;

    private final Random random = new Random(1);
    private final Frame next = frame(2, random, 5_000);
    private final FrameParser parser = new FrameParser(LIMIT);

    @Test
    void ofAPieceThatWasKeptUnreadIsCopiedOutWhenMoreThanHalfOfThatWasRead() throws FrameException {
        assertThat(heldOf(1_001, 2_000)).isEqualTo(999);
    }

    @Test
    void staysInSuchAPieceWhenHalfOfItWasRead() throws FrameException {
        assertThat(heldOf(1_000, 2_000)).isEqualTo(2_000);
    }

    @Test
    void isCopiedOutOfAPieceThatIsNotTiny() throws FrameException {
        assertThat(heldOf(TINY, TINY + 100)).isEqualTo(100);
    }

    @Test
    void staysWhereItIsWhenLittleWasRead() throws FrameException {
        assertThat(heldOf(TINY - 1, TINY + 100)).isEqualTo(TINY + 100);
    }

    @Test
    void isTheParsersOwnWhetherItIsAPartOfAHeaderOrOfABody() throws FrameException {
        byte[] stream = stream(List.of(frame(1, random, 1_000), next));
        int firstEnd = FrameHeader.BYTES + 1_000;
        for (int cut : new int[] {firstEnd + 10, firstEnd + 12, firstEnd + 13, firstEnd + 2_600, stream.length - 1}) {
            assertThat(same(Streams.parse(new FrameParser(LIMIT), stream, cut).get(1), next))
                    .as("cut %d", cut)
                    .isTrue();
        }
    }

    @Test
    void ofALargeBodyIsCopiedOnceHalfOfItIsThere() throws FrameException {
        byte[] stream = stream(List.of(next));
        feed(stream, 0, FrameHeader.BYTES + 2_499);
        assertThat(parser.next()).isNull();
        parser.keep();
        assertThat(HeldBytes.of(parser)).isEqualTo(2_499);

        feed(stream, FrameHeader.BYTES + 2_499, FrameHeader.BYTES + 2_500);
        assertThat(parser.next()).isNull();
        parser.keep();
        assertThat(HeldBytes.of(parser)).isEqualTo(5_000);
        assertThat(parser.unreadBytes()).isEqualTo(2_500);

        feed(stream, FrameHeader.BYTES + 2_500, stream.length - 1);
        parser.keep();
        assertThat(HeldBytes.of(parser)).isEqualTo(5_000);
        feed(stream, stream.length - 1, stream.length);
        assertThat(same(Objects.requireNonNull(parser.next()), next)).isTrue();
        assertThat(HeldBytes.of(parser)).isZero();
    }

    @Test
    void behindABodyThatNobodyHasPulledYetIsKeptToo() throws FrameException {
        Frame first = frame(1, random, 2_000);
        byte[] stream = stream(List.of(first, next));
        feed(stream, 0, 1_000);
        assertThat(parser.next()).isNull();
        feed(stream, 1_000, stream.length);
        feed(stream, 0, 0);
        assertThat(parser.unreadBytes()).isEqualTo(stream.length - FrameHeader.BYTES);

        assertThat(same(Objects.requireNonNull(parser.next()), first)).isTrue();
        assertThat(same(Objects.requireNonNull(parser.next()), next)).isTrue();
    }

    @Test
    void ofABrokenStreamIsNothing() {
        parser.feed(Buffer.buffer(hex("c0debabe 00000001 7fffffff 7b")));
        assertThatThrownBy(parser::next).isInstanceOf(FrameException.class);
        parser.keep();
        assertThat(parser.unreadBytes()).isZero();
        assertThat(HeldBytes.of(parser)).isZero();
    }

    @Test
    void ofABlockThatGathersTinyPiecesIsStillGatheredInto() throws FrameException {
        Frame first = frame(1, random, 1_500);
        byte[] stream = stream(List.of(first, next));
        int inBlock = 600; // bytes of the first frame in tiny pieces
        int firstEnd = FrameHeader.BYTES + 1_500;
        feed(stream, 0, firstEnd - inBlock);
        assertThat(parser.next()).isNull();
        feed(stream, firstEnd - inBlock, firstEnd - 300);
        feed(stream, firstEnd - 300, firstEnd + 100);
        assertThat(same(Objects.requireNonNull(parser.next()), first)).isTrue();
        assertThat(parser.next()).isNull();

        feed(stream, firstEnd + 100, firstEnd + 200);
        feed(stream, firstEnd + 200, stream.length);
        assertThat(same(Objects.requireNonNull(parser.next()), next)).isTrue();
        assertThat(parser.next()).isNull();
        assertThat(parser.unreadBytes()).isZero();
    }

    @Test
    void ofNothingIsNothing() throws FrameException {
        byte[] stream = stream(List.of(frame(1, random, 2_000)));
        feed(stream, 0, stream.length);

        assertThat(parser.next()).isNotNull();
        assertThat(parser.next()).isNull();
        assertThat(parser.insideFrame()).isFalse();
    }

    @Test
    void isKnownToBeTheRestOfAHeaderOrOfABody() throws FrameException {
        assertThat(parser.insideBody()).isFalse();
        parser.feed(Buffer.buffer(hex("c0debabe 00000001 000000")));
        assertThat(parser.next()).isNull();
        assertThat(parser.insideFrame()).isTrue();
        assertThat(parser.insideBody()).isFalse();

        parser.feed(Buffer.buffer(hex("02")));
        assertThat(parser.next()).isNull();
        assertThat(parser.insideBody()).isTrue();
        parser.feed(Buffer.buffer(hex("7b")));
        assertThat(parser.next()).isNull();
        assertThat(parser.insideBody()).isTrue();

        parser.feed(Buffer.buffer(hex("7d c0")));
        assertThat(parser.next()).isNotNull();
        assertThat(parser.insideBody()).isFalse();
        assertThat(parser.next()).isNull();
        assertThat(parser.insideFrame()).isTrue();
        assertThat(parser.insideBody()).isFalse();
    }

    /** Keeps a piece of which so much is a whole frame and the next one's header, reads that, and tells what is held then. */
    private long heldOf(int readBytes, int pieceBytes) throws FrameException {
        byte[] stream = stream(List.of(frame(1, random, readBytes - 2 * FrameHeader.BYTES), next));
        feed(stream, 0, pieceBytes);
        parser.keep();
        assertThat(parser.next()).isNotNull();
        assertThat(parser.next()).isNull();
        assertThat(parser.unreadBytes()).isEqualTo(pieceBytes - readBytes);
        parser.keep();
        long held = HeldBytes.of(parser);

        feed(stream, pieceBytes, stream.length);
        assertThat(same(Objects.requireNonNull(parser.next()), next)).isTrue();
        return held;
    }

    private void feed(byte[] stream, int from, int to) {
        parser.feed(Buffer.buffer(Arrays.copyOfRange(stream, from, to)));
    }
}
