package dev.sluice.server;

import dev.sluice.config.SluiceConfig;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A server as a process: its two lines on standard output, its signals and its exit code. Lives on the main thread, which
 * starts the node, waits for a signal and drains.
 */
public final class ServerProcess {
    private static final int DRAINED = 0;
    private static final int COULD_NOT_START = 1;
    private static final int CUT = 3;

    /** Of a process that a signal ended: 128 + its number. */
    private static final int BY_SIGNAL = 128;

    private final SluiceConfig config;
    private final PrintStream out;
    private final PrintStream err;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicBoolean signalled = new AtomicBoolean();

    /**
     * @param out gets the ready line and the receipt, nothing else
     * @param err gets one line if the server cannot start
     */
    public ServerProcess(SluiceConfig config, PrintStream out, PrintStream err) {
        this.config = config;
        this.out = out;
        this.err = err;
    }

    /**
     * Serves until the first SIGINT or SIGTERM and drains. The second one ends the JVM at once.
     *
     * @return the exit code
     */
    public int run() {
        Signals.listen(this::onSignal);
        try {
            Node node = Node.start(config);
            String rpc = node.rpcPort() == 0 ? "-" : address(config.listen().host(), node.rpcPort());
            out.println("sluice ready rpc=" + rpc + " admin="
                    + address(config.admin().host(), node.adminPort()) + " node=" + node.id());
            out.flush();
            stop.await();
            Drain.Result result = new Drain(node).run();
            out.println(result.receipt().toJson());
            out.flush();
            return result.complete() ? DRAINED : CUT;
        } catch (StartException e) {
            err.println("sluice: " + oneLine(String.valueOf(e.getMessage())));
            return COULD_NOT_START;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return COULD_NOT_START;
        }
    }

    private void onSignal(int number) {
        if (!signalled.compareAndSet(false, true)) {
            Runtime.getRuntime().halt(BY_SIGNAL + number);
        }
        stop.countDown();
    }

    private static String address(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
