package dev.sluice.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.MessageConsumer;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** Addresses of the cluster that are given up. */
class BusAccessTest {
    /** One that says this when it is unregistered. */
    private static MessageConsumer<?> consumer(Future<Void> unregistered) {
        return (MessageConsumer<?>) Proxy.newProxyInstance(
                BusAccessTest.class.getClassLoader(),
                new Class<?>[] {MessageConsumer.class},
                (proxy, method, arguments) -> method.getName().equals("unregister") ? unregistered : "an address");
    }

    @Test
    void areNotWaitedForWhenTheClusterDoesNotAnswer() throws Exception {
        BusFixture.await(BusAccess.letGo(consumer(Promise.<Void>promise().future())));
    }

    @Test
    void doNoHarmWhenTheClusterRefuses() throws Exception {
        BusFixture.await(BusAccess.letGo(consumer(Future.failedFuture("no member"))));
    }

    @Test
    void areWaitedForWhenItDoes() {
        Promise<Void> unregistered = Promise.promise();
        Future<Void> done = BusAccess.letGo(consumer(unregistered.future()));
        assertThat(done.isComplete()).isFalse();
        unregistered.complete();

        assertThat(done.succeeded()).isTrue();
    }
}
