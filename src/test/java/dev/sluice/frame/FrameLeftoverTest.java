package dev.sluice.frame;

import static dev.sluice.frame.Streams.LIMIT;
import static dev.sluice.frame.Streams.frame;
import static dev.sluice.frame.Streams.hex;
import static dev.sluice.frame.Streams.same;
import static dev.sluice.frame.Streams.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is left behind the last whole frame: a few bytes never hold a large piece, and the parser knows what they are. */
class FrameLeftoverTest {
    private static final int TINY = FrameParser.TINY_PIECE_BYTES;

    private final Random random = new Random(1);
    private final Frame next = frame(2, random, 5_000);
    private final FrameParser parser = new FrameParser(LIMIT);

    @Test
    void isCopiedOutOfAPieceOfWhichMoreThanHalfWasRead() throws FrameException {
        assertThat(isCopied(1_001, 2_000)).isTrue();
    }

    @Test
    void staysWhereItIsWhenHalfOfThePieceWasRead() throws FrameException {
        assertThat(isCopied(1_000, 2_000)).isFalse();
    }

    @Test
    void isCopiedOutOfAPieceThatIsNotTiny() throws FrameException {
        assertThat(isCopied(TINY, TINY + 100)).isTrue();
    }

    @Test
    void staysWhereItIsWhenLittleWasRead() throws FrameException {
        assertThat(isCopied(TINY - 1, TINY + 100)).isFalse();
    }

    @Test
    void isCopiedWhenItIsAPartOfAHeaderToo() throws FrameException {
        byte[] stream = stream(List.of(frame(1, random, 1_000), next));
        int firstEnd = FrameHeader.BYTES + 1_000;
        Buffer piece = Buffer.buffer(Arrays.copyOf(stream, firstEnd + 10));
        parser.feed(piece);
        assertThat(parser.next()).isNotNull();
        assertThat(parser.next()).isNull();
        assertThat(parser.unreadBytes()).isEqualTo(10);

        overwrite(piece, firstEnd);
        feed(stream, firstEnd + 10, stream.length);
        assertThat(same(Objects.requireNonNull(parser.next()), next)).isTrue();
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

    /** Feeds a piece of which so much is a whole frame and the next one's header, and looks whether its rest is still used. */
    private boolean isCopied(int readBytes, int pieceBytes) throws FrameException {
        byte[] stream = stream(List.of(frame(1, random, readBytes - 2 * FrameHeader.BYTES), next));
        Buffer piece = Buffer.buffer(Arrays.copyOf(stream, pieceBytes));
        parser.feed(piece);
        assertThat(parser.next()).isNotNull();
        assertThat(parser.next()).isNull();
        assertThat(parser.unreadBytes()).isEqualTo(pieceBytes - readBytes);

        overwrite(piece, readBytes);
        feed(stream, pieceBytes, stream.length);
        return same(Objects.requireNonNull(parser.next()), next);
    }

    private static void overwrite(Buffer piece, int from) {
        for (int i = from; i < piece.length(); i++) {
            piece.setByte(i, (byte) (piece.getByte(i) ^ 0xFF));
        }
    }

    private void feed(byte[] stream, int from, int to) {
        parser.feed(Buffer.buffer(Arrays.copyOfRange(stream, from, to)));
    }
}
