package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Origin;
import dev.sluice.limits.ConnectionPlaces;
import dev.sluice.limits.Networks;
import dev.sluice.metrics.CloseReason;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is behind a proxy is known before anything is read, or the connection ends; each holds one place meanwhile. */
class IntroductionsTest {
    private static final Origin PROXY = new Origin("10.0.0.1", 40_000, null);
    private static final Origin CLIENT = new Origin("203.0.113.9", 5_000, null);
    private static final Networks TRUSTED = Objects.requireNonNull(Networks.parse("10.0.0.0/8"));
    private static final int FIRST_BYTE_MS = 30_000;

    @RegisterExtension
    final GatewayFixture gateway = GatewayFixture.withPlaces(3, 1);

    private final Introductions introductions = new Introductions(gateway.parts(), TRUSTED, gateway.gateway()::begin);

    private final FakeTransport transport = new FakeTransport();

    @Test
    void theConnectionIsTheClients() {
        Introductions.Guest guest = await();
        assertThat(places().open()).isEqualTo(1);

        Connection connection = introduce(guest, CLIENT);
        assertThat(connection.origin()).isEqualTo(CLIENT);
        assertThat(places().open()).isEqualTo(1);
        gateway.gateway().onClosed(connection);
        assertThat(places().open()).isZero();
    }

    @Test
    void aProxyMaySpeakForItself() {
        Connection connection = introduce(await(), null);
        assertThat(connection.origin()).isEqualTo(PROXY);
        gateway.gateway().onClosed(connection);
    }

    @Test
    void anybodyElseIsClosedUnheard() {
        assertThat(introductions.await(transport, new Origin("192.0.2.1", 1, null)))
                .isNull();

        assertThat(transport.closed()).isTrue();
        assertThat(gateway.meters().count(CloseReason.UNTRUSTED_PROXY)).isEqualTo(1);
        assertThat(places().open()).isZero();
    }

    @Test
    void aProxyHoldsPlacesOfTheNodeAndNoneOfAnAddress() {
        Introductions.Guest one = await();
        Introductions.Guest two = await();
        Introductions.Guest three = await();
        assertThat(introductions.await(transport, PROXY)).isNull();
        assertThat(transport.aborted()).isTrue();
        assertThat(gateway.meters().count(CloseReason.MAX_CONNECTIONS)).isEqualTo(1);

        introductions.gone(one);
        introductions.gone(one);
        introductions.gone(two);
        introductions.gone(three);
        assertThat(places().open()).isZero();
    }

    @Test
    void aClientWithAsManyConnectionsAsItMayHaveIsRefused() {
        Connection first = introduce(await(), CLIENT);
        FakeTransport second = new FakeTransport();
        Introductions.Guest guest = Objects.requireNonNull(introductions.await(second, PROXY));

        assertThat(introductions.introduce(guest, CLIENT)).isNull();
        assertThat(second.aborted()).isTrue();
        assertThat(gateway.meters().count(CloseReason.MAX_CONNECTIONS_PER_ADDRESS))
                .isEqualTo(1);
        assertThat(places().open()).isEqualTo(1);
        gateway.gateway().onClosed(first);
    }

    @Test
    void whatIsNoHeaderEndsTheConnection() {
        Introductions.Guest guest = Objects.requireNonNull(introductions.await(transport, PROXY));
        introductions.refuse(guest);
        introductions.refuse(guest);

        assertThat(transport.closed()).isTrue();
        assertThat(gateway.meters().count(CloseReason.BAD_PROXY_HEADER)).isEqualTo(1);
        assertThat(places().open()).isZero();
    }

    @Test
    void nobodyIsWaitedForLongerThanForAFirstByte() {
        introductions.await(transport, PROXY);
        gateway.passMs(FIRST_BYTE_MS - 10);
        introductions.onTick(gateway.parts().nanoTime().getAsLong());
        assertThat(transport.closed()).isFalse();

        gateway.passMs(10);
        introductions.onTick(gateway.parts().nanoTime().getAsLong());
        assertThat(transport.closed()).isTrue();
        assertThat(gateway.meters().count(CloseReason.FIRST_BYTE_TIMEOUT)).isEqualTo(1);
        assertThat(places().open()).isZero();
    }

    @Test
    void aDrainDoesNotWaitForThem() {
        introductions.await(transport, PROXY);
        introductions.onDrain();

        assertThat(transport.closed()).isTrue();
        assertThat(gateway.meters().count(CloseReason.DRAINED)).isEqualTo(1);
        assertThat(places().open()).isZero();
    }

    private Introductions.Guest await() {
        return Objects.requireNonNull(introductions.await(new FakeTransport(), PROXY));
    }

    private Connection introduce(Introductions.Guest guest, @Nullable Origin client) {
        return Objects.requireNonNull(introductions.introduce(guest, client));
    }

    private ConnectionPlaces places() {
        return gateway.budget().connections();
    }
}
