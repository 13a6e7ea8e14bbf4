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

    @Test
    void givesUpRoomThatIsMoreThanHalfUnused() {
        FrameWriter out = new FrameWriter(25);
        out.frame(1, 0);
        out.trim();
        assertThat(out.array()).as("used by half").hasSize(25);

        FrameWriter roomy = new FrameWriter(26);
        roomy.frame(1, 0);
        roomy.trim();
        assertThat(roomy.array()).hasSize(12);
        roomy.frame(2, 0);
        assertThat(Arrays.copyOf(roomy.array(), roomy.length()))
                .containsExactly(Streams.hex("c0debabe 00000001 00000000 c0debabe 00000002 00000000"));
    }
}
