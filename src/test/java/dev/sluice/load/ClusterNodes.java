package dev.sluice.load;

import dev.sluice.process.ClusterPorts;
import dev.sluice.process.JarServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The nodes of one cluster on this machine, processes of their own that end with this one. Used by one thread. */
final class ClusterNodes implements AutoCloseable {
    private static final long MEET_SECONDS = 60;
    private static final long LOOK_MS = 50;

    static {
        // whatever ends this process, with a node that has just been started as well
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
    }

    private final ClusterPorts ports;
    private final List<JarServer> nodes = new ArrayList<>();

    ClusterNodes(int members) throws IOException {
        ports = new ClusterPorts(members);
    }

    /** Starts the next one, with settings such as {@code blocking.threads=2}. */
    JarServer start(String roles, String... settings) throws IOException {
        List<String> options = new ArrayList<>(ports.options(nodes.size(), roles));
        for (String setting : settings) {
            options.add("--set");
            options.add(setting);
        }
        JarServer node = JarServer.startBare(options.toArray(new String[0]));
        nodes.add(node);
        return node;
    }

    /** Waits until a gateway has heard of so many workers. */
    static void awaitWorkers(JarServer gateway, int workers) throws IOException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(MEET_SECONDS);
        while (gateway.err().lines().filter(line -> line.contains("is there")).count() < workers) {
            if (System.nanoTime() - endNanos > 0) {
                throw new IOException("the gateway does not know all workers\n" + gateway.err());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MS));
        }
    }

    @Override
    public void close() throws IOException {
        for (JarServer node : nodes) {
            node.close();
        }
    }
}
