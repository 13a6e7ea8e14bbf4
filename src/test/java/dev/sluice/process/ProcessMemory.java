package dev.sluice.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the kernel and {@code jcmd} say of a JVM: memory and CPU time. For any thread. */
public final class ProcessMemory {
    private static final Pattern HEAP = Pattern.compile("total \\d+K, used (\\d+)K");
    private static final int UTIME_AFTER_NAME = 11;
    private static final long TICK_MS = 10;
    private static final long JCMD_SECONDS = 30;

    private final long pid;

    public ProcessMemory(long pid) {
        this.pid = pid;
    }

    /** Resident memory of the process. */
    public long residentBytes() throws IOException {
        return bytes("VmRSS", read("status"));
    }

    /** The most resident memory it ever had. */
    public long peakBytes() throws IOException {
        return bytes("VmHWM", read("status"));
    }

    /** CPU time of all threads so far. */
    public long cpuMs() throws IOException {
        return cpuMs(read("stat"));
    }

    private String read(String file) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), file));
    }

    /** A line of {@code /proc/PID/status}. */
    static long bytes(String name, String status) throws IOException {
        Matcher line = Pattern.compile("^" + name + ":\\s+(\\d+) kB$", Pattern.MULTILINE)
                .matcher(status);
        if (!line.find()) {
            throw new IOException("the process has no memory: it has ended");
        }
        return Long.parseLong(line.group(1)) * 1024;
    }

    /** The sum of utime and stime of {@code /proc/PID/stat}, whose second field may have blanks and brackets in it. */
    static long cpuMs(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[UTIME_AFTER_NAME]) + Long.parseLong(fields[UTIME_AFTER_NAME + 1])) * TICK_MS;
    }

    /** Collects garbage and says what is left in all parts of the heap. */
    public long heapAfterGcBytes() throws IOException, InterruptedException {
        Path commands = Files.createTempFile("sluice-", ".jcmd");
        Path answer = Files.createTempFile("sluice-", ".heap");
        try {
            Files.writeString(commands, "GC.run\nGC.heap_info\n");
            String jcmd =
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            Process process = new ProcessBuilder(jcmd, Long.toString(pid), "-f", commands.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(answer.toFile())
                    .start();
            if (!process.waitFor(JCMD_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("jcmd " + pid + " takes more than " + JCMD_SECONDS + " s");
            }
            return usedBytes(Files.readString(answer, StandardCharsets.UTF_8));
        } finally {
            Files.delete(commands);
            Files.delete(answer);
        }
    }

    private static long usedBytes(String heapInfo) throws IOException {
        long used = HEAP.matcher(heapInfo)
                .results()
                .mapToLong(part -> Long.parseLong(part.group(1)) * 1024)
                .sum();
        if (used == 0) {
            throw new IOException("jcmd says: " + heapInfo);
        }
        return used;
    }
}
