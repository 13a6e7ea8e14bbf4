package dev.sluice.chaos;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A crowd on a thread of its own. */
final class RunningCrowd {
    private final Crowd crowd;
    private final FutureTask<List<ConnectionLog>> task;

    private RunningCrowd(Crowd crowd) {
        this.crowd = crowd;
        this.task = new FutureTask<>(crowd);
    }

    static RunningCrowd start(Crowd crowd) {
        RunningCrowd running = new RunningCrowd(crowd);
        new Thread(running.task, "crowd").start();
        return running;
    }

    /** Waits until the last connection has ended. */
    List<ConnectionLog> logs() throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the crowd itself failed", e.getCause());
        }
    }

    /** Lets everybody ask nothing more and leave when what was asked is answered, and waits for that. */
    List<ConnectionLog> sendHome() throws InterruptedException {
        crowd.sendHome();
        return logs();
    }
}
