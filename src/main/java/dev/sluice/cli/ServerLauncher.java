package dev.sluice.cli;

import dev.sluice.config.SluiceConfig;

/** Runs a server. */
@FunctionalInterface
interface ServerLauncher {
    /**
     * Serves until the server has stopped; says itself what it has to say on standard output and error.
     *
     * @return the exit code of the process
     */
    int serve(SluiceConfig config);
}
