package dev.sluice.process;

import dev.sluice.service.CallContext;
import dev.sluice.service.Methods;
import dev.sluice.service.Service;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Handlers that end when the test says so, each held by a key. Runs inside the server, from a jar the test makes. */
public final class GateService implements Service {
    private static final long LONGEST_SECONDS = 60;

    private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
    private final Map<String, Promise<String>> promises = new ConcurrentHashMap<>();

    /** Which gate. */
    public record Key(String key) {}

    @Override
    public void register(Methods methods) {
        methods.async("gate.hold", Key.class, (key, call) -> promise(key).future());
        methods.async("gate.spin", Key.class, this::spin);
        methods.blocking("gate.block", Key.class, this::block);
        methods.async("gate.open", Key.class, (key, call) -> {
            gate(key).countDown();
            promise(key).tryComplete(key.key);
            return Future.succeededFuture();
        });
    }

    private String block(Key key, CallContext call) throws InterruptedException {
        return gate(key).await(LONGEST_SECONDS, TimeUnit.SECONDS) ? key.key : "never opened";
    }

    /** What an asynchronous handler must not do. */
    private Future<String> spin(Key key, CallContext call) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        CountDownLatch gate = gate(key);
        while (gate.getCount() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return Future.succeededFuture(key.key);
    }

    private CountDownLatch gate(Key key) {
        return gates.computeIfAbsent(key.key, name -> new CountDownLatch(1));
    }

    private Promise<String> promise(Key key) {
        return promises.computeIfAbsent(key.key, name -> Promise.promise());
    }
}
