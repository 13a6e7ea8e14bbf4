package dev.sluice.worker;

import dev.sluice.service.AsyncHandler;
import dev.sluice.service.BlockingHandler;

/** The author's code behind a method. The params were bound to the type it was registered with. */
sealed interface Handler {
    /** Runs on a worker instance. */
    record Async(AsyncHandler<Object, Object> code) implements Handler {}

    /** Runs on a thread of the blocking pool. */
    record Blocking(BlockingHandler<Object, Object> code) implements Handler {}
}
