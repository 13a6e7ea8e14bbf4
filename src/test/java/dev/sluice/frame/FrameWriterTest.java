package dev.sluice.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Whole frames, one behind the other. */
class FrameWriterTest {
    @Test
    void growsAsFarAsItNeeds() {
        FrameWriter out = new FrameWriter(0);
        for (int i = 0; i < 3; i++) {
            int at = out.frame(i, 1);
            out.array()[at] = (byte) ('a' + i);
        }
        assertThat(Arrays.copyOf(out.array(), out.length()))
                .containsExactly(Streams.hex(
                        "c0debabe 00000000 00000001 61 c0debabe 00000001 00000001 62 c0debabe 00000002 00000001 63"));
    }

    @Test
    void refusesMoreThanAnArrayHolds() {
        FrameWriter out = new FrameWriter(16);
        assertThatThrownBy(() -> out.frame(1, Integer.MAX_VALUE)).isInstanceOf(OutOfMemoryError.class);
        assertThat(out.length()).isZero();
    }
}
