package dev.sluice.frame;

import static dev.sluice.frame.Streams.LIMIT;
import static dev.sluice.frame.Streams.frame;
import static dev.sluice.frame.Streams.parse;
import static dev.sluice.frame.Streams.same;
import static dev.sluice.frame.Streams.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Fragments of any size, glued in any number. */
class FrameParserTest {
    private static final long SEED = Long.getLong("sluice.seed", System.nanoTime());

    private final Random random = new Random(SEED);
    private final List<Frame> three = List.of(frame(1, random, 5), frame(-1, random, 0), frame(0x80000000, random, 33));

    @Test
    void everySingleCutGivesTheSameFrames() throws FrameException {
        byte[] stream = stream(three);
        for (int cut = 0; cut <= stream.length; cut++) {
            assertThat(same(parse(new FrameParser(LIMIT), stream, cut), three))
                    .as("cut %d", cut)
                    .isTrue();
        }
    }

    @Test
    void everyTwoCutsGiveTheSameFrames() throws FrameException {
        byte[] stream = stream(three);
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                List<Frame> parsed = parse(new FrameParser(LIMIT), stream, first, second);
                assertThat(same(parsed, three)).as("cuts %d %d", first, second).isTrue();
            }
        }
    }

    @Test
    void byteByByteAndAllGluedTogetherGiveTheSameFrames() throws FrameException {
        byte[] stream = stream(three);
        int[] everywhere = IntStream.range(1, stream.length).toArray();
        assertThat(same(parse(new FrameParser(LIMIT), stream, everywhere), three))
                .isTrue();
        assertThat(same(parse(new FrameParser(LIMIT), stream), three)).isTrue();
    }

    @Test
    void randomStreamsInRandomPiecesGiveTheSameFrames() throws FrameException {
        for (int round = 0; round < 200; round++) {
            List<Frame> frames = randomFrames();
            byte[] stream = stream(frames);
            List<Frame> parsed = parse(new FrameParser(LIMIT), stream, randomCuts(stream.length));
            assertThat(same(parsed, frames)).as("seed %d round %d", SEED, round).isTrue();
        }
    }

    @Test
    void oneFlippedBitHarmsNoFrameBeforeItAndIsNeverMoreThanABrokenStream() {
        for (int round = 0; round < 500; round++) {
            List<Frame> frames = randomFrames();
            byte[] stream = stream(frames);
            int bit = random.nextInt(stream.length * 8);
            stream[bit / 8] ^= (byte) (1 << bit % 8);
            int[] cuts = randomCuts(stream.length);
            String what = "seed " + SEED + " round " + round;

            FrameParser parser = new FrameParser(LIMIT);
            List<Frame> parsed = new ArrayList<>();
            int from = 0;
            try {
                for (int cut : cuts) {
                    Streams.feed(parser, stream, from, cut, parsed);
                    from = cut;
                }
                Streams.feed(parser, stream, from, stream.length, parsed);
            } catch (FrameException declared) {
                assertThat(declared.reason()).as(what).isNotNull();
            }
            int intact = intactFrames(frames, bit / 8);
            assertThat(parsed.size()).as(what).isGreaterThanOrEqualTo(intact);
            assertThat(same(parsed.subList(0, intact), frames.subList(0, intact)))
                    .as(what)
                    .isTrue();
        }
    }

    @Test
    void bytesInAreBytesOfFramesPlusBytesHeld() throws FrameException {
        List<Frame> frames = randomFrames();
        byte[] stream = stream(frames);
        FrameParser parser = new FrameParser(LIMIT);
        List<Frame> parsed = new ArrayList<>();
        long fed = 0;
        for (int cut : randomCuts(stream.length)) {
            Streams.feed(parser, stream, (int) fed, cut, parsed);
            fed = cut;
            long returned = parsed.stream()
                    .mapToLong(frame -> 12L + frame.body().length)
                    .sum();
            // a header that was read is no longer held, though its body may be incomplete
            assertThat(fed - returned - parser.unreadBytes())
                    .as("seed %d", SEED)
                    .isIn(0L, 12L);
        }
    }

    @Test
    void aLargeBodyInTinyPiecesIsGatheredInBlocksAndComesOutWhole() throws FrameException {
        List<Frame> one = List.of(frame(9, random, LIMIT));
        byte[] stream = stream(one);
        assertThat(same(parse(new FrameParser(LIMIT), stream, every(stream.length, 1)), one))
                .isTrue();
        assertThat(same(parse(new FrameParser(LIMIT), stream, every(stream.length, 64 * 1024)), one))
                .isTrue();
    }

    @Test
    void nothingIsAllocatedForABodyThatIsOnlyAnnounced() throws FrameException {
        FrameParser parser = new FrameParser(Integer.MAX_VALUE);
        parser.feed(Buffer.buffer(Streams.hex("c0debabe 00000001 7fffffff 7b")));
        assertThat(parser.next()).isNull();
        assertThat(parser.unreadBytes()).isEqualTo(1);
        parser.feed(Buffer.buffer());
        assertThat(parser.next()).isNull();
    }

    @Test
    void knowsWhenTheStreamEndsInsideAFrame() throws FrameException {
        FrameParser parser = new FrameParser(LIMIT);
        assertThat(parser.insideFrame()).isFalse();
        parser.feed(Buffer.buffer(Streams.hex("c0de")));
        assertThat(parser.insideFrame()).isTrue();
        parser.feed(Buffer.buffer(Streams.hex("babe 00000001 00000001")));
        assertThat(parser.next()).isNull();
        assertThat(parser.insideFrame()).isTrue();
        parser.feed(Buffer.buffer(Streams.hex("7b")));
        assertThat(parser.next()).isNotNull();
        assertThat(parser.insideFrame()).isFalse();
    }

    @Test
    void clearDropsWhatWasNotRead() throws FrameException {
        FrameParser parser = new FrameParser(LIMIT);
        parser.feed(Buffer.buffer(Arrays.copyOf(stream(three), 20)));
        parser.clear();
        assertThat(parser.unreadBytes()).isZero();
        assertThat(parser.next()).isNull();
    }

    private List<Frame> randomFrames() {
        List<Frame> frames = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            int bytes = (int) Math.exp(random.nextDouble() * Math.log(70_000)) - 1;
            frames.add(frame(random.nextInt(), random, bytes));
        }
        return frames;
    }

    private int[] randomCuts(int length) {
        int most = random.nextBoolean() ? length : 40;
        return random.ints(random.nextInt(200), 0, Math.max(1, Math.min(length, most)))
                .sorted()
                .toArray();
    }

    private static int[] every(int length, int step) {
        return IntStream.iterate(step, cut -> cut < length, cut -> cut + step).toArray();
    }

    /** How many frames end before a byte of the stream. */
    private static int intactFrames(List<Frame> frames, int at) {
        int intact = 0;
        long end = 0;
        for (Frame frame : frames) {
            end += FrameHeader.BYTES + frame.body().length;
            if (end > at) {
                break;
            }
            intact++;
        }
        return intact;
    }
}
