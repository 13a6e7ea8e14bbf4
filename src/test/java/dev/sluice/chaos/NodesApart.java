package dev.sluice.chaos;

import dev.sluice.process.JarServer;
import dev.sluice.process.PrivateNetwork;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A gateway and its workers, each a process on a host of its own, and each worker with a journal of its own. They find each
 * other as pods do: by a name that has the addresses of all.
 */
final class NodesApart implements AutoCloseable {
    static final int WORKERS = 3;

    /** One for each worker, and behind them the gateway's. */
    static final int HOSTS = WORKERS + 1;

    private static final String NAME = "nodes.test";

    private final PrivateNetwork network;
    private final Path services;
    private final Path dir;
    private final Path hosts;
    private final List<JarServer> workers = new ArrayList<>();
    private final JarServer gateway;

    /**
     * Starts them.
     *
     * @param services the directory with the jar of {@link JournalService}
     * @param dir for the journals
     */
    NodesApart(PrivateNetwork network, Path services, Path dir) throws IOException {
        this.network = network;
        this.services = services;
        this.dir = dir;
        this.hosts = Files.writeString(dir.resolve("hosts"), network.hostsFile(NAME));
        for (int i = 0; i < WORKERS; i++) {
            workers.add(startWorker(i));
        }
        gateway = start(
                WORKERS,
                List.of(
                        "roles=gateway",
                        "listen.host=" + network.address(WORKERS),
                        "limits.maxQueueDelay=10s",
                        "logging.level=info"));
    }

    private JarServer startWorker(int number) throws IOException {
        return start(
                number,
                List.of(
                        "roles=worker",
                        "services.dir=" + services,
                        "services.config.journal.file=" + journal(number),
                        "logging.level=warn",
                        "limits.maxQueueDelay=10s",
                        "workers.instances=2"));
    }

    private JarServer start(int host, List<String> values) throws IOException {
        List<String> all = new ArrayList<>(values);
        all.addAll(List.of(
                "limits.requestTimeout=30s", // whoever waits so long was not told
                "cluster.host=" + network.address(host),
                "cluster.kubernetes=" + NAME,
                "cluster.insecure=true")); // nobody else is on this network
        List<String> options = new ArrayList<>(List.of("--cluster"));
        all.forEach(value -> options.addAll(List.of("--set", value)));
        List<String> place = new ArrayList<>(network.on(host));
        place.addAll(List.of("env", "JAVA_TOOL_OPTIONS=-Djdk.net.hosts.file=" + hosts));
        return JarServer.startBareOn(place, options.toArray(new String[0]));
    }

    JarServer gateway() {
        return gateway;
    }

    /** Where clients connect. */
    InetSocketAddress address() throws IOException {
        return new InetSocketAddress(network.inetAddress(WORKERS), gateway.rpcPort());
    }

    JarServer worker(int number) {
        return workers.get(number);
    }

    /** Starts another worker in the place of one that has ended; it writes the same journal on. */
    void revive(int number) throws IOException {
        workers.get(number).close();
        workers.set(number, startWorker(number));
    }

    /** A worker is told to stop, and when it has, another one takes its place. */
    void replace(int number) throws IOException, InterruptedException {
        JarServer old = workers.get(number);
        old.signal("TERM");
        int exitCode = old.exitCode();
        if (exitCode != 0) {
            throw new IOException("a worker that was told to stop ended with " + exitCode + "\n" + old.err());
        }
        revive(number);
    }

    /** Tells all workers to stop, and names those that did not end in order. */
    List<String> stopWorkers() throws IOException, InterruptedException {
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            JarServer worker = workers.get(i);
            worker.signalIfAlive("TERM");
            int exitCode = worker.exitCode();
            if (exitCode != 0) {
                faults.add("worker " + i + " ended with exit code " + exitCode);
            }
        }
        return faults;
    }

    /** What they logged. */
    String logs() throws IOException {
        StringBuilder text = new StringBuilder("gateway\n").append(gateway.err());
        for (int i = 0; i < WORKERS; i++) {
            text.append("worker ").append(i).append('\n').append(workers.get(i).err());
        }
        return text.toString();
    }

    /** Each worker's journal, at its number. */
    List<Journal> journals() throws IOException {
        List<Journal> all = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            all.add(Journal.read(journal(i)));
        }
        return all;
    }

    private Path journal(int number) {
        return dir.resolve("journal" + number);
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        for (JarServer worker : workers) {
            worker.close();
        }
    }
}
