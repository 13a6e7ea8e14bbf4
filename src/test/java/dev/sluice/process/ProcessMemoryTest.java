package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What is read from {@code /proc}. */
class ProcessMemoryTest {
    private static final String STATUS = "Name:\tjava\nVmPeak:\t 9 kB\nVmHWM:\t  204800 kB\nVmRSS:\t  102400 kB\n";

    @Test
    void cpuTimeIsThatOfUserAndKernelWhateverTheNameOfTheProcess() {
        String fields = " S 1 2 3 0 -1 4194560 11 12 13 14 150 75 8 9 20 0 30 0 1 2";

        assertThat(ProcessMemory.cpuMs("17 (java)" + fields)).isEqualTo(2_250);
        assertThat(ProcessMemory.cpuMs("17 (a) b (c)" + fields)).isEqualTo(2_250);
    }

    @Test
    void memoryIsReadByTheNameOfItsLine() throws IOException {
        assertThat(ProcessMemory.bytes("VmHWM", STATUS)).isEqualTo(200 << 20);
        assertThat(ProcessMemory.bytes("VmRSS", STATUS)).isEqualTo(100 << 20);
    }

    @Test
    void aProcessWithoutMemoryHasEnded() {
        assertThatThrownBy(() -> ProcessMemory.bytes("VmRSS", "Name:\tjava\nState:\tZ (zombie)\n"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aProcessThatRunsHasBoth() throws IOException {
        ProcessMemory own = new ProcessMemory(ProcessHandle.current().pid());

        assertThat(own.cpuMs()).isPositive();
        assertThat(own.residentBytes()).isPositive().isLessThanOrEqualTo(own.peakBytes());
    }
}
