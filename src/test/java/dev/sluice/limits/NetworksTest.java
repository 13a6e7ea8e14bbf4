package dev.sluice.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses lie in which networks, and what is no network. */
class NetworksTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0, true",
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, 9.255.255.255, false",
        "10.1.2.3/8, 10.9.9.9, true",
        "192.0.2.128/25, 192.0.2.128, true",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.4/30, 192.0.2.7, true",
        "192.0.2.4/30, 192.0.2.8, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.6, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "::/0, ::1, true",
        "::/0, 127.0.0.1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::/33, 2001:db8:8000::, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "fe80::/10, fe80::1%eth0, true",
        "192.0.2.0/24, ::ffff:192.0.2.9, true"
    })
    void containsWhatHasItsFirstBits(String network, String address, boolean contained) {
        assertThat(networks(network).contains(address)).isEqualTo(contained);
    }

    @Test
    void severalAreDividedByCommas() {
        Networks networks = networks(" 10.0.0.0/8 ,192.0.2.7,  2001:db8::/32 ");

        assertThat(networks.contains("10.1.1.1")).isTrue();
        assertThat(networks.contains("192.0.2.7")).isTrue();
        assertThat(networks.contains("2001:db8::7")).isTrue();
        assertThat(networks.contains("192.0.2.8")).isFalse();
        assertThat(networks.isEmpty()).isFalse();
    }

    @Test
    void noneContainsNobody() {
        assertThat(networks("").isEmpty()).isTrue();
        assertThat(networks("  ").contains("127.0.0.1")).isFalse();
    }

    @Test
    void thoseThatContainTheSameAreEqual() {
        assertThat(networks("10.0.0.0/8, ::1"))
                .isEqualTo(networks("10.0.0.0/8,0:0::1/128"))
                .hasSameHashCodeAs(networks("10.0.0.0/8,::1"))
                .isNotEqualTo(networks("10.0.0.0/9,::1"))
                .isNotEqualTo("10.0.0.0/8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "localhost", "", "1.2.3", "/tmp/socket"})
    void whatIsNoAddressLiesNowhere(String text) {
        assertThat(networks("0.0.0.0/0,::/0").contains(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "10.0.0.0/33",
                "::/129",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "10.0.0",
                "256.0.0.1",
                "10.0.0.0/8,",
                ",10.0.0.0/8",
                "10.0.0.0/8;::1",
                "12345::1",
                ":",
                ".:1",
                "::ffff:192.0.2.0/120",
                "010.0.0.1"
            })
    void whatIsNoNetworkIsRefused(String text) {
        assertThat(Networks.parse(text)).isNull();
    }

    private static Networks networks(String text) {
        return Objects.requireNonNull(Networks.parse(text));
    }
}
