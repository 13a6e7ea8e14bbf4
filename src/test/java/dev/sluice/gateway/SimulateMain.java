package dev.sluice.gateway;

import java.util.List;
import java.util.Locale;

/**
 * Simulates many schedules: {@code SimulateMain SEEDS [FIRST]}. Needs no more than the classes of the tests and the fat
 * jar. {@code -Dsluice.seed=N} runs that one alone. Exit code 0: all promises held and everything that can happen did; 1:
 * a promise broke, its seed and trace are printed; 2: wrong usage.
 */
public final class SimulateMain {
    /** So many schedules come across everything there is, the rarest some ten times. */
    private static final long LONG_RUN = 500_000;

    private SimulateMain() {}

    /** See above. */
    public static void main(String[] args) throws InterruptedException {
        SimulateMain.class.getClassLoader().setDefaultAssertionStatus(true); // those of the server are checks too
        String replayed = System.getProperty("sluice.seed");
        long seeds;
        long first;
        try {
            seeds = replayed != null ? 1 : Long.parseLong(args[0]);
            first = replayed != null ? Long.parseLong(replayed) : firstOf(args);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            System.err.println("usage: SimulateMain SEEDS [FIRST]");
            System.exit(2);
            return;
        }
        System.exit(simulate(first, seeds) ? 0 : 1);
    }

    private static long firstOf(String[] args) {
        return args.length > 1 ? Long.parseLong(args[1]) : System.currentTimeMillis() * 1_000_000;
    }

    private static boolean simulate(long first, long seeds) throws InterruptedException {
        int threads = (int) Math.min(seeds, Runtime.getRuntime().availableProcessors());
        System.out.printf(Locale.ROOT, "simulating %,d schedules from seed %d on %d threads%n", seeds, first, threads);
        SimCampaign campaign = new SimCampaign(first, seeds);
        long startNanos = System.nanoTime();
        SimCoverage coverage =
                campaign.run(threads, begun -> System.err.printf(Locale.ROOT, "%,d of %,d%n", begun, seeds));
        double minutes = (System.nanoTime() - startNanos) / 60e9;
        SimFailure failure = campaign.failure();
        if (failure != null) {
            System.out.println(failure.text());
            return false;
        }
        System.out.printf(
                Locale.ROOT,
                "%,d schedules, %,d steps, %.0f s, %,.0f schedules a minute; every promise held%n%s",
                coverage.schedules(),
                coverage.steps(),
                minutes * 60,
                coverage.schedules() / minutes,
                coverage.table());
        return isThorough(coverage);
    }

    private static boolean isThorough(SimCoverage coverage) {
        List<SimEvent> missed = coverage.missed();
        if (coverage.schedules() < LONG_RUN || missed.isEmpty()) {
            return true;
        }
        System.out.println("never happened: " + missed);
        return false;
    }
}
