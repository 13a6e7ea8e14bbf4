package dev.sluice.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Fuzzes one target after the other, each in a process of its own, with what was found so far and the inputs of the
 * repository to begin with, and sums up. {@code make fuzz} runs it. Everything it writes lies under {@code target/fuzz}.
 */
public final class FuzzRun {
    private static final Path WORK = Path.of("target", "fuzz");
    private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";
    private static final String INSTRUMENTED = "dev.sluice.**:com.fasterxml.jackson.**";
    private static final int INPUT_TIMEOUT_SECONDS = 10;
    private static final int START_AND_END_SECONDS = 90;

    private FuzzRun() {}

    /**
     * Takes the seconds for each target and, if not all of them, their names: frame, envelope, params. Ends with 0 if
     * nothing was found, 1 if something was or a target did not run, 2 for wrong usage.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.exit(args.length > 0 && args[0].matches("[1-9]\\d{0,5}") ? run(args) : usage());
    }

    private static int usage() {
        System.err.println("usage: FuzzRun SECONDS [frame|envelope|params]...");
        return 2;
    }

    private static int run(String[] args) throws IOException, InterruptedException {
        int seconds = Integer.parseInt(args[0]);
        List<String> names = List.of(args).subList(1, args.length);
        List<FuzzTarget> targets = Stream.of(FuzzTarget.values())
                .filter(target -> names.isEmpty() || names.contains(name(target)))
                .toList();
        if (!names.isEmpty() && targets.size() != names.size()) {
            return usage();
        }
        boolean clean = true;
        for (FuzzTarget target : targets) {
            clean &= fuzz(target, seconds);
        }
        return clean ? 0 : 1;
    }

    private static boolean fuzz(FuzzTarget target, int seconds) throws IOException, InterruptedException {
        Path work = WORK.resolve(name(target));
        Path findings = work.resolve("findings");
        Path log = work.resolve("log.txt");
        Files.createDirectories(work.resolve("corpus"));
        Files.createDirectories(findings);
        System.out.printf("%-9s for %d s, log in %s%n", name(target), seconds, log);
        Process fuzzer = new ProcessBuilder(command(target, seconds, work))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(fuzzer::destroyForcibly));
        boolean ended = fuzzer.waitFor(seconds + START_AND_END_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            fuzzer.destroyForcibly().waitFor();
        }
        return report(target, FuzzLog.read(log), ended ? fuzzer.exitValue() : -1);
    }

    private static List<String> command(FuzzTarget target, int seconds, Path work) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Xshare:off",
                "-XX:+EnableDynamicAgentLoading",
                "-Djdk.attach.allowAttachSelf=true",
                "-cp",
                System.getProperty("java.class.path"),
                JAZZER,
                "--target_class=" + target.test().getName(),
                "--hooks=true",
                "--instrumentation_includes=" + INSTRUMENTED,
                "--reproducer_path=" + work,
                "-artifact_prefix=" + work.resolve("findings") + "/",
                "-max_total_time=" + seconds,
                "-timeout=" + INPUT_TIMEOUT_SECONDS,
                "-max_len=" + target.maxInputBytes(),
                "-print_final_stats=1",
                work.resolve("corpus").toString());
    }

    private static boolean report(FuzzTarget target, FuzzLog log, int exitCode) {
        boolean clean = exitCode == 0 && log.finding().isEmpty() && log.executions() > 0;
        System.out.printf(
                "%-9s %,d executions, %,d/s, %,d edges, corpus of %,d inputs, %s%n",
                name(target),
                log.executions(),
                log.perSecond(),
                log.edges(),
                log.corpusInputs(),
                clean ? "nothing found" : "FAILED with exit code " + exitCode);
        if (!clean) {
            System.out.printf("%-9s %s%n%-9s input: %s%n", "", log.finding(), "", log.input());
            System.out.printf("%-9s to keep it as a test, move it to %s%n", "", seeds(target));
        }
        return clean;
    }

    /** Where the test run finds its inputs. */
    private static String seeds(FuzzTarget target) {
        String method = Arrays.stream(target.test().getDeclaredMethods())
                .filter(candidate -> candidate.getAnnotations().length > 0)
                .findFirst()
                .orElseThrow()
                .getName();
        return "src/test/resources/" + target.test().getName().replace('.', '/') + "Inputs/" + method + "/";
    }

    private static String name(FuzzTarget target) {
        return target.name().toLowerCase(Locale.ROOT);
    }
}
