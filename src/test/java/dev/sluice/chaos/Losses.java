package dev.sluice.chaos;

import dev.sluice.chaos.ConnectionLog.Received;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What clients were told of calls whose worker was lost: how soon, and whether it was the victim that had them. When slow
 * readers read what they were told says nothing of when they were, nor does the answer to a batch, which waits for its other
 * entries. Made once a run has ended.
 */
final class Losses {
    private static final int WORKER_LOST = -32005;
    private static final int DEADLINE_EXCEEDED = -32002;

    private static final long KILL_95_MS = 2_000;
    private static final long KILL_ALL_MS = 3_000;
    private static final long SILENCE_ALL_MS = 10_000;

    private final Blow blow;
    private final List<Long> afterMs = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private long latestNanos;
    private String latest = "";

    /**
     * @param blowNanos when it was struck
     * @param others what the handlers of all workers but the victim wrote
     */
    Losses(Blow blow, long blowNanos, List<ConnectionLog> logs, Journal others) {
        this.blow = blow;
        Map<Long, Ask> asked = new HashMap<>();
        for (ConnectionLog log : logs) {
            log.sent().forEach(frame -> frame.asks().forEach(ask -> asked.put(ask.token(), ask)));
            for (Received received : log.received()) {
                for (Answer answer : received.answers()) {
                    boolean isPrompt = !log.client().equals(Part.SLOW_READER.toString())
                            && received.answers().size() == 1;
                    long afterNanos = isPrompt ? received.atNanos() - blowNanos : 0;
                    look(answer, afterNanos, asked.get(answer.token()), others);
                    if (answer.code() == WORKER_LOST && afterNanos > latestNanos) {
                        latestNanos = afterNanos;
                        latest = log.toString();
                    }
                }
            }
        }
        Collections.sort(afterMs);
        judge();
    }

    private void look(Answer answer, long afterNanos, @Nullable Ask ask, Journal others) {
        long ms = TimeUnit.NANOSECONDS.toMillis(afterNanos);
        if (answer.code() == WORKER_LOST) {
            afterMs.add(ms);
            boolean ranElsewhere = others.starts(answer.token()) > 0
                    && ask != null
                    && ask.work().mostStarts() == 1;
            if (ranElsewhere && blow != Blow.ROLL) {
                faults.add("token " + answer.token() + " was lost, they say, and another node than the victim ran it");
            }
        } else if (answer.code() == DEADLINE_EXCEEDED) {
            faults.add("token " + answer.token() + " was waited for until its deadline, " + ms + " ms after the blow");
        }
    }

    private void judge() {
        if (afterMs.isEmpty()) {
            return;
        }
        if (blow == Blow.ROLL) {
            faults.add(afterMs.size() + " calls were lost though each worker was told to stop");
        }
        long most = blow == Blow.KILL ? KILL_ALL_MS : SILENCE_ALL_MS;
        if (latest() > most) {
            faults.add("a call was told to be lost after " + latest() + " ms, on " + latest);
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

    /** Milliseconds from the blow to each answer of this kind, the shortest first. */
    List<Long> afterMs() {
        return afterMs;
    }

    private long at95() {
        return afterMs.get((int) (0.95 * (afterMs.size() - 1)));
    }

    private long latest() {
        return afterMs.get(afterMs.size() - 1);
    }

    @Override
    public String toString() {
        String told = afterMs.isEmpty()
                ? "0 lost with a worker"
                : String.format(
                        Locale.ROOT,
                        "%d lost with a worker, told after %d ms, 95 %% after %d ms, all after %d ms",
                        afterMs.size(),
                        afterMs.get(0),
                        at95(),
                        latest());
        return faults.isEmpty() ? told : told + "; " + faults.size() + " faults, the first: " + faults.get(0);
    }
}
