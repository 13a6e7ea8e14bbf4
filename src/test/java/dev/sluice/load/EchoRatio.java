package dev.sluice.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares {@code demo.echo} of the fat jar, typed through Jackson, the event bus and a worker verticle, with
 * {@link BareEcho}: 64 connections with 16 in flight each, in turns, the servers as processes of their own.
 */
public final class EchoRatio {
    private static final int CONNECTIONS = 64;
    private static final int DEPTH = 16;
    private static final int WARM_UP_SECONDS = 8;
    private static final int ROUNDS = 5;
    private static final int ROUND_SECONDS = 4;
    private static final byte[] BODY = "{\"jsonrpc\":\"2.0\",\"method\":\"demo.echo\",\"params\":[1],\"id\":1}"
            .getBytes(StandardCharsets.US_ASCII);
    private static final Pattern READY = Pattern.compile("rpc=127\\.0\\.0\\.1:(\\d+)");

    private EchoRatio() {}

    /** Takes the path of the fat jar. */
    public static void main(String[] args) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process bare = start(java, "-cp", System.getProperty("java.class.path"), BareEcho.class.getName());
        Process sluice = start(java, "-jar", args[0], "serve", "--port", "0", "--admin-port", "0");
        try (ClosedLoop ceiling = new ClosedLoop(ready(bare), CONNECTIONS, DEPTH, BODY);
                ClosedLoop echo = new ClosedLoop(ready(sluice), CONNECTIONS, DEPTH, BODY)) {
            ceiling.perSecond(WARM_UP_SECONDS);
            echo.perSecond(WARM_UP_SECONDS);
            compare(ceiling, echo);
        } finally {
            bare.destroy();
            sluice.destroy();
        }
    }

    private static void compare(ClosedLoop ceiling, ClosedLoop echo) throws IOException {
        System.out.printf("%d connections x %d in flight, %d bytes a body%n", CONNECTIONS, DEPTH, BODY.length);
        List<Double> ratios = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            long most = ceiling.perSecond(ROUND_SECONDS);
            long typed = echo.perSecond(ROUND_SECONDS);
            ratios.add((double) typed / most);
            System.out.printf(
                    "round %d: bare %,d/s, demo.echo %,d/s, ratio %.3f%n", round, most, typed, ratios.get(round - 1));
        }
        Collections.sort(ratios);
        System.out.printf("median ratio %.3f%n", ratios.get(ROUNDS / 2));
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static InetSocketAddress ready(Process server) throws IOException {
        BufferedReader out = server.inputReader(StandardCharsets.UTF_8);
        String line = String.valueOf(out.readLine());
        Matcher ready = READY.matcher(line);
        if (!ready.find()) {
            throw new IOException("the server said: " + line);
        }
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(ready.group(1)));
    }
}
