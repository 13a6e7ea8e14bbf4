package dev.sluice.config;

/**
 * The pool of the blocking methods.
 *
 * @param threads calls that run at the same time, 1 to 10,000
 * @param queue calls that wait for a thread, 1 to 1,000,000
 */
public record Blocking(int threads, int queue) {

    static Blocking from(Settings settings) throws ConfigException {
        return new Blocking(
                settings.integer(
                        "blocking.threads",
                        "64",
                        "1..10000",
                        "Threads for blocking methods; while all are busy, calls wait in the queue"),
                settings.integer(
                        "blocking.queue",
                        "4096",
                        "1..1000000",
                        "Calls that wait for such a thread; one more is answered OVERLOADED"));
    }
}
