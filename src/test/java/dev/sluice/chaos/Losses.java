package dev.sluice.chaos;

import dev.sluice.chaos.ConnectionLog.Received;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What clients were told of calls whose worker was lost by one strike: how soon, and whether it was the victim that had
 * them; and how soon the victim had work again. When slow readers read what they were told says nothing of when they were,
 * nor does the answer to a batch, which waits for its other entries, nor that to a call which ran a second time. Made once a
 * run has ended. In the short form nothing of it is a fault: on a machine that is busy otherwise a node
 * that lives may not be heard of either.
 */
final class Losses {
    private static final int WORKER_LOST = -32005;
    private static final int DEADLINE_EXCEEDED = -32002;

    private static final long KILL_95_MS = 2_000;
    private static final long KILL_ALL_MS = 3_000;
    private static final long SILENCE_ALL_MS = 10_000;
    private static final long RECOVERY_MS = 10_000;

    private final Strike strike;
    private final List<Long> afterMs = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private long latestSoFarMs;
    private String latest = "";
    private long recoveryNanos = Long.MAX_VALUE;

    /** A call, and when it was sent. */
    private record Asked(Ask ask, long atNanos) {}

    private Losses(Strike strike) {
        this.strike = strike;
    }

    /**
     * One for each strike.
     *
     * @param strikes in the order of their time
     * @param journals of all workers, each at its number
     */
    static List<Losses> of(List<Strike> strikes, List<ConnectionLog> logs, List<Journal> journals) {
        Map<Long, Asked> asked = new HashMap<>();
        for (ConnectionLog log : logs) {
            log.sent().forEach(frame -> frame.asks()
                    .forEach(ask -> asked.put(ask.token(), new Asked(ask, frame.atNanos()))));
        }
        List<Losses> all = new ArrayList<>();
        for (int i = 0; i < strikes.size(); i++) {
            long untilNanos = i + 1 < strikes.size() ? strikes.get(i + 1).atNanos() : Long.MAX_VALUE;
            Losses losses = new Losses(strikes.get(i));
            logs.forEach(log -> losses.read(log, untilNanos, asked, journals));
            losses.readRecovery(asked, journals.get(losses.strike.victim()));
            losses.judge();
            all.add(losses);
        }
        return all;
    }

    private void read(ConnectionLog log, long untilNanos, Map<Long, Asked> asked, List<Journal> journals) {
        for (Received received : log.received()) {
            if (received.atNanos() < strike.atNanos() || received.atNanos() >= untilNanos) {
                continue;
            }
            boolean isPrompt = !log.client().equals(Part.SLOW_READER.toString())
                    && received.answers().size() == 1;
            long ms = TimeUnit.NANOSECONDS.toMillis(received.atNanos() - strike.atNanos());
            for (Answer answer : received.answers()) {
                Asked call = asked.get(answer.token());
                if (answer.code() == WORKER_LOST && call != null) {
                    lookAtLoss(call.ask, journals);
                    if (isPrompt && call.ask.work().mostStarts() == 1) {
                        told(ms, call, log);
                    }
                } else if (answer.code() == DEADLINE_EXCEEDED) {
                    faults.add("token " + answer.token() + " was waited for until its deadline, " + ms
                            + " ms after the blow");
                }
            }
        }
    }

    private void told(long ms, Asked call, ConnectionLog log) {
        if (ms >= latestSoFarMs) {
            latestSoFarMs = ms;
            latest = call.ask.work().method() + ", sent "
                    + TimeUnit.NANOSECONDS.toMillis(call.atNanos - strike.atNanos()) + " ms after the blow on " + log;
        }
        afterMs.add(ms);
    }

    private void lookAtLoss(Ask ask, List<Journal> journals) {
        if (strike.blow() == Blow.ROLL || ask.work().mostStarts() > 1) {
            return;
        }
        for (int i = 0; i < journals.size(); i++) {
            if (i != strike.victim() && journals.get(i).starts(ask.token()) > 0) {
                faults.add("token " + ask.token() + " was lost, they say, and another node than the victim ran it");
            }
        }
    }

    /** The first call that was sent after the strike was over, and that the victim ran. */
    private void readRecovery(Map<Long, Asked> asked, Journal victim) {
        for (long token : victim.tokens()) {
            Asked call = asked.get(token);
            if (call != null && call.atNanos > strike.overNanos()) {
                for (long beganNanos : victim.of(token).begins()) {
                    recoveryNanos = Math.min(recoveryNanos, beganNanos - strike.overNanos());
                }
            }
        }
    }

    private void judge() {
        Collections.sort(afterMs);
        if (Pause.SHORT) {
            faults.clear();
            return;
        }
        Blow blow = strike.blow();
        if (blow != Blow.ROLL && recoveryMs() > RECOVERY_MS) {
            faults.add("worker " + strike.victim() + " had no work within " + RECOVERY_MS + " ms of its return");
        }
        if (afterMs.isEmpty()) {
            return;
        }
        if (blow == Blow.ROLL) {
            faults.add(afterMs.size() + " calls were lost though each worker was told to stop");
        }
        long most = blow == Blow.KILL ? KILL_ALL_MS : SILENCE_ALL_MS;
        if (latestMs() > most) {
            faults.add("a call was told to be lost after " + latestMs() + " ms: " + latest);
        }
        if (blow == Blow.KILL && at95() > KILL_95_MS) {
            faults.add("95 % of them were told after " + at95() + " ms");
        }
    }

    boolean isClean() {
        return faults.isEmpty();
    }

    List<String> faults() {
        return faults;
    }

    /** Milliseconds from the strike to each answer of this kind, the shortest first. */
    List<Long> afterMs() {
        return afterMs;
    }

    /** Milliseconds from the end of the strike until the victim had work again. */
    long recoveryMs() {
        return recoveryNanos == Long.MAX_VALUE ? Long.MAX_VALUE : TimeUnit.NANOSECONDS.toMillis(recoveryNanos);
    }

    private long at95() {
        return afterMs.get((int) (0.95 * (afterMs.size() - 1)));
    }

    private long latestMs() {
        return afterMs.get(afterMs.size() - 1);
    }

    @Override
    public String toString() {
        String told = afterMs.isEmpty()
                ? "0 lost with worker " + strike.victim()
                : String.format(
                        Locale.ROOT,
                        "%d lost with worker %d, told after %d ms, 95 %% after %d ms, all after %d ms",
                        afterMs.size(),
                        strike.victim(),
                        afterMs.get(0),
                        at95(),
                        latestMs());
        String back = strike.blow() == Blow.ROLL ? "" : ", work again after " + recoveryMs() + " ms";
        return told + back + (faults.isEmpty() ? "" : "; " + faults.size() + " faults, the first: " + faults.get(0));
    }
}
