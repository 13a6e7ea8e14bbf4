package dev.sluice.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code java -jar target/sluice.jar serve} on free ports, for one test. Every wait is bounded. */
public final class JarServer implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("sluice ready rpc=(?:[\\d.]+:(\\d+)|-) admin=127\\.0\\.0\\.1:(\\d+) node=\\w+");
    private static final long EXIT_SECONDS = 60;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final BufferedReader out;
    private final Path errFile;
    private final int rpcPort;
    private final int adminPort;

    private JarServer(Process process, Path errFile) throws IOException {
        this.process = process;
        this.errFile = errFile;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        String line = String.valueOf(out.readLine());
        Matcher ready = READY.matcher(line);
        if (!ready.matches()) {
            throw new IOException("no ready line but: " + line + "\n" + err());
        }
        rpcPort = ready.group(1) == null ? 0 : Integer.parseInt(ready.group(1));
        adminPort = Integer.parseInt(ready.group(2));
    }

    /** Starts with the JDK of the tests. */
    public static JarServer start(String... options) throws IOException {
        return startOn(Path.of(System.getProperty("java.home")), options);
    }

    static JarServer startOn(Path javaHome, String... options) throws IOException {
        return start(List.of(), javaHome, coverageAgent(), options);
    }

    /** Starts without counting coverage, which takes its time at the start and at the end. */
    public static JarServer startBare(String... options) throws IOException {
        return startBareOn(List.of(), options);
    }

    /**
     * The same somewhere else.
     *
     * @param place what the command begins with
     */
    public static JarServer startBareOn(List<String> place, String... options) throws IOException {
        return start(place, Path.of(System.getProperty("java.home")), List.of(), options);
    }

    /** Starts with options for the JVM. */
    static JarServer startWith(List<String> jvmOptions) throws IOException {
        return start(List.of(), Path.of(System.getProperty("java.home")), jvmOptions);
    }

    private static JarServer start(List<String> place, Path javaHome, List<String> agents, String... options)
            throws IOException {
        List<String> command = new ArrayList<>(place);
        // a JVM whose parent ignores SIGINT would never see it
        command.addAll(List.of("env", "--default-signal=INT,TERM"));
        command.add(javaHome.resolve("bin/java").toString());
        command.addAll(agents);
        command.addAll(List.of("-jar", jar(), "serve"));
        command.addAll(freePorts(options));
        command.addAll(Arrays.asList(options));
        Path errFile = Files.createTempFile("sluice-", ".err");
        Process process =
                new ProcessBuilder(command).redirectError(errFile.toFile()).start();
        return new JarServer(process, errFile);
    }

    /** For each port that the options do not name. */
    private static List<String> freePorts(String... options) {
        return Stream.of("listen.port=", "admin.port=")
                .filter(port -> Arrays.stream(options).noneMatch(option -> option.startsWith(port)))
                .flatMap(port -> Stream.of("--set", port + "0"))
                .toList();
    }

    /** The agent of this JVM, so that coverage counts what only a process of its own runs. */
    private static List<String> coverageAgent() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-javaagent:") && argument.contains("jacoco"))
                .toList();
    }

    /** The path of the fat jar. */
    public static String jar() {
        return System.getProperty("sluice.jar", "target/sluice.jar");
    }

    public FrameSocket connect() throws IOException {
        return new FrameSocket(rpcPort);
    }

    /** The port it serves clients on; 0 if it does not. */
    public int rpcPort() {
        return rpcPort;
    }

    public long pid() {
        return process.pid();
    }

    /** Sends a signal, named as {@code kill} names it. */
    public void signal(String name) throws IOException, InterruptedException {
        if (!signalIfAlive(name)) {
            throw new IOException("kill failed: the server has ended");
        }
    }

    /** The same, or returns false if the process has ended. */
    public boolean signalIfAlive(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (kill.waitFor() == 0) {
            return true;
        }
        if (!process.waitFor(1, TimeUnit.SECONDS)) {
            throw new IOException("kill failed");
        }
        return false;
    }

    /** True until the process has ended. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** Waits for the end of the process and returns its exit code. */
    public int exitCode() throws IOException, InterruptedException {
        if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("still running after " + EXIT_SECONDS + " s\n" + err());
        }
        return process.exitValue();
    }

    /** What the process printed after the ready line, once it has ended. */
    List<String> linesAfterReady() throws IOException {
        return out.lines().toList();
    }

    /** The drain receipt, once the process has ended. */
    public JsonNode receipt() throws IOException {
        List<String> lines = linesAfterReady();
        if (lines.size() != 1) {
            throw new IOException("one line of receipt wanted: " + lines + "\n" + err());
        }
        return new ObjectMapper().readTree(lines.get(0)).path("drain");
    }

    /** Everything on standard error so far. */
    public String err() throws IOException {
        return Files.readString(errFile);
    }

    public HttpResponse<String> admin(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + adminPort + path);
        return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Ends the process if the test did not. */
    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(errFile);
    }
}
