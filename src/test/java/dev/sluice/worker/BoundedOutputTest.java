package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.limits.TransitBudget;
import dev.sluice.worker.BoundedOutput.NoRoomException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results in pieces, up to a limit, and as far as there is room for them. */
class BoundedOutputTest {
    private static final int KIB = 1024;
    private static final int MOST = 300 * KIB;

    private final TransitBudget transit = new TransitBudget(400 * KIB);
    private final BoundedOutput out = new BoundedOutput(new WorkerParts.Results(MOST, transit));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 257, 16 * KIB - 1, 16 * KIB, 16 * KIB + 1, 80 * KIB, 80 * KIB + 1, MOST})
    void givesBackWhatWasWritten(int bytes) throws IOException {
        byte[] written = new byte[bytes];
        new Random(bytes).nextBytes(written);
        int at = 0;
        for (int part = 1; at < bytes; part = part * 3 + 1) {
            int count = Math.min(part, bytes - at);
            out.write(written, at, count);
            at += count;
        }

        assertThat(out.toBytes()).isEqualTo(written);
        assertThat(out.reservedBytes()).isEqualTo(bytes > 16 * KIB ? TransitBudget.sizeOf(bytes) : 0);
        assertThat(transit.usedBytes()).isEqualTo(out.reservedBytes());
    }

    @Test
    void theLargestResultFitsWhereThereIsRoomForNoMore() throws IOException {
        BoundedOutput tight = new BoundedOutput(new WorkerParts.Results(MOST, new TransitBudget(MOST)));
        tight.write(new byte[MOST]);

        assertThat(tight.toBytes()).hasSize(MOST);
    }

    @Test
    void takesSingleBytes() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            out.write(i);
        }

        assertThat(out.toBytes()).hasSize(1_000).startsWith(0, 1, 2).endsWith(998, 999);
    }

    @Test
    void refusesMoreThanAResultMayBe() throws IOException {
        out.write(new byte[MOST]);

        assertThatThrownBy(() -> out.write(1)).isInstanceOfSatisfying(NoRoomException.class, e -> assertThat(e.ofNode())
                .isFalse());
        out.discard();
        assertThat(transit.usedBytes()).isZero();
    }

    @Test
    void refusesMoreThanThereIsRoomFor() {
        transit.reserve(200 * KIB, TransitBudget.Waiting.NO);

        assertThatThrownBy(() -> out.write(Arrays.copyOf(new byte[0], MOST)))
                .isInstanceOfSatisfying(
                        NoRoomException.class, e -> assertThat(e.ofNode()).isTrue());
        assertThat(transit.usedBytes()).as("never more than was reserved").isBetween(200L * KIB, 400L * KIB);
        out.discard();
        assertThat(transit.usedBytes()).isEqualTo(200 * KIB);
    }
}
