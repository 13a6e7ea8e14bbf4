package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Origin;
import dev.sluice.metrics.CloseReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One address has so many connections, and one more is closed before anything is read of it. */
class ConnectionLimitTest {
    private static final String ADDRESS = "192.0.2.1";

    @RegisterExtension
    final GatewayFixture gateway = GatewayFixture.withPlaces(5, 2);

    private final TestClient first = gateway.connect(ADDRESS);
    private final TestClient second = gateway.connect(ADDRESS);

    @Test
    void oneMoreOfTheAddressIsClosedAndCounted() {
        assertThat(refused(ADDRESS).aborted()).isTrue();

        assertThat(gateway.meters().count(CloseReason.MAX_CONNECTIONS_PER_ADDRESS))
                .isEqualTo(1);
        assertThat(gateway.meters().count(CloseReason.MAX_CONNECTIONS)).isZero();
        assertThat(gateway.meters().connectionsNow()).isEqualTo(2);
        assertThat(gateway.budget().connections().open()).isEqualTo(2);
        assertThat(first.transport().isGone() || second.transport().isGone()).isFalse();
    }

    @Test
    void anotherAddressIsServed() {
        TestClient other = gateway.connect("2001:db8::1");
        other.request(1);

        assertThat(gateway.bus().next().origin().remoteAddress()).isEqualTo("[2001:db8::1]:4711");
    }

    @Test
    void aConnectionThatEndsMakesRoomForTheNextOfItsAddress() {
        first.disconnect();
        gateway.connect(ADDRESS);

        assertThat(refused(ADDRESS).aborted()).isTrue();
    }

    @Test
    void aConnectionTheServerEndsMakesRoomWhenItsSocketIsGone() {
        first.connection().cut(CloseReason.WRITE_STALL, "test");
        assertThat(refused(ADDRESS).aborted()).isTrue();

        gateway.runTurns();
        gateway.connect(ADDRESS);
        assertThat(gateway.budget().connections().open()).isEqualTo(2);
    }

    @Test
    void aFullNodeIsFullForEveryAddress() {
        gateway.connect("192.0.2.2");
        gateway.connect("192.0.2.3");
        gateway.connect("192.0.2.4");

        assertThat(refused("192.0.2.5").aborted()).isTrue();
        assertThat(gateway.meters().count(CloseReason.MAX_CONNECTIONS)).isEqualTo(1);
    }

    private FakeTransport refused(String host) {
        FakeTransport transport = new FakeTransport();
        assertThat(gateway.gateway().open(transport, new Origin(host, 1, null))).isNull();
        return transport;
    }
}
