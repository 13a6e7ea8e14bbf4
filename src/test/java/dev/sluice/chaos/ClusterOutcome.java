package dev.sluice.chaos;

import java.util.List;

/**
 * What came of one run with a cluster.
 *
 * @param kind of the run
 * @param losses of each blow to a worker
 * @param faults beside those of the verdict and the losses
 * @param note what else is worth a word
 */
record ClusterOutcome(
        String kind, long seed, Ledger ledger, Verdict verdict, List<Losses> losses, List<String> faults, String note) {
    ClusterOutcome {
        losses = List.copyOf(losses);
        faults = List.copyOf(faults);
    }

    boolean isClean() {
        return faultCount() == 0;
    }

    long faultCount() {
        long ofLosses = losses.stream().mapToLong(loss -> loss.faults().size()).sum();
        return verdict.faults().size() + ofLosses + faults.size();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind + ", seed " + seed + ": " + verdict + note);
        losses.forEach(loss -> text.append("\n    ").append(loss));
        faults.forEach(fault -> text.append("\n    ").append(fault));
        return text.toString();
    }
}
