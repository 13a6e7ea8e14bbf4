package dev.sluice.conformance;

import dev.sluice.conformance.ConformanceFile.Sharing;
import dev.sluice.process.JarServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.function.Executable;

/**
 * Where the cases are played: those that share a process one after another, on one of a few threads. Most cases wait
 * more than they compute, so that two threads halve the time.
 */
final class Stage implements AutoCloseable {
    private static final int THREADS = 2;
    private static final long ALL_PLAYED_WITHIN_SECONDS = 180;

    /** Cases that are not about it do not meet it on a machine that is slow, with a server that is cold. */
    private static final String QUEUE_DELAY = "limits.maxQueueDelay=";

    private static final String PATIENCE = "10s";

    private final Collection<JarServer> servers = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "conformance");
        thread.setDaemon(true);
        return thread;
    });

    /** One case, played by a thread of the stage and awaited by JUnit's. */
    static final class Turn {
        private final Case wanted;
        private final CompletableFuture<Boolean> played = new CompletableFuture<>();

        Turn(Case wanted) {
            this.wanted = wanted;
        }

        void await() throws Throwable {
            try {
                played.get(ALL_PLAYED_WITHIN_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }

        private void play(Executable body) {
            try {
                body.execute();
                played.complete(true);
            } catch (Throwable e) {
                played.completeExceptionally(e);
            }
        }
    }

    /** The cases of one process, or of one file whose cases have processes of their own. */
    static final class Scene {
        private final ConformanceFile file;
        private final List<Turn> turns = new ArrayList<>();

        /**
         * @param file the first one of those that share the process
         */
        Scene(ConformanceFile file) {
            this.file = file;
        }

        void add(Turn turn) {
            turns.add(turn);
        }
    }

    /** Begins to play; the turns complete in their time. */
    void play(Collection<Scene> scenes) {
        for (Scene scene : scenes) {
            threads.execute(() -> play(scene));
        }
        threads.shutdown();
    }

    /** The servers that are still running. */
    Collection<JarServer> servers() {
        return servers;
    }

    private void play(Scene scene) {
        if (scene.file.process() == Sharing.CASE) {
            for (Turn turn : scene.turns) {
                turn.play(() -> {
                    try (JarServer server = start(scene)) {
                        play(turn, server);
                    }
                });
            }
            return;
        }
        try {
            JarServer server = start(scene);
            servers.add(server);
            scene.turns.forEach(turn -> turn.play(() -> play(turn, server)));
        } catch (IOException e) {
            scene.turns.forEach(turn -> turn.played.completeExceptionally(e));
        }
    }

    private static void play(Turn turn, JarServer server) throws IOException, InterruptedException {
        try (Script script = new Script(server)) {
            script.play(turn.wanted);
        }
    }

    private static JarServer start(Scene scene) throws IOException {
        List<String> options = new ArrayList<>(scene.file.options());
        if (options.stream().noneMatch(option -> option.startsWith(QUEUE_DELAY))) {
            options.addAll(List.of("--set", QUEUE_DELAY + PATIENCE));
        }
        return JarServer.start(options.toArray(String[]::new));
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        for (JarServer server : servers) {
            server.close();
        }
    }
}
