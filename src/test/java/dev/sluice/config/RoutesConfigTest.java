package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of methods with dots in them, each with an address. */
class RoutesConfigTest {
    @TempDir
    Path dir;

    @Test
    void thereAreNoneByDefault() throws Exception {
        assertThat(load("", Map.of()).isEmpty()).isTrue();
        assertThat(load("routes:\n", Map.of()).isEmpty()).isTrue();
    }

    @Test
    void aNameOfTheFileMayHaveDotsAndTheCommandLineWins() throws Exception {
        Routes routes = load("""
                routes:
                  orders.find: orders-by-id
                  plain: a
                  number: 5
                """, Map.of("routes.plain", "b", "routes.stock.get.all", "stock/get all"));

        assertThat(routes.addresses())
                .isEqualTo(Map.of(
                        "orders.find", "orders-by-id", "plain", "b", "number", "5", "stock.get.all", "stock/get all"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "_a", ".a", "a-b", "a b", "é", "a\"b", "rpc.mine"})
    void aNameThatIsNoMethodIsRefused(String name) {
        assertThatThrownBy(() -> load("", Map.of("routes." + name, "a")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("routes." + name + " is \"a\" (command line), allowed: a method"
                        + " [A-Za-z][A-Za-z0-9_.]{0,127} that does not begin with rpc.");
    }

    @Test
    void aNameOf128CharactersPassesAndOneMoreDoesNot() throws Exception {
        String longest = "n".repeat(128);

        assertThat(load("", Map.of("routes." + longest, "a")).addresses()).containsKey(longest);
        assertThatThrownBy(() -> load("", Map.of("routes.n" + longest, "a"))).hasMessageContaining("{0,127}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "sluice.worker.0", "sluice.node.1"})
    void anAddressThatIsNoneAndThoseOfTheServerAreRefused(String address) {
        assertThatThrownBy(() -> load("", Map.of("routes.m", address)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("routes.m is \"" + address + "\" (command line), allowed: an address of the event bus that"
                        + " does not begin with sluice.");
    }

    @Test
    void aBadAddressOfTheFileIsNamedWithItsLine() {
        assertThatThrownBy(() -> load("routes:\n  a: x\n  b.c: sluice.blocking\n", Map.of()))
                .hasMessageStartingWith(
                        "routes.b.c is \"sluice.blocking\" (" + dir.resolve("sluice.yaml") + " line 3)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{find: orders-by-id}", "[a]", "~"})
    void anAddressIsAText(String value) {
        assertThatThrownBy(() -> load("routes:\n  orders: " + value + "\n", Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("routes.orders is ")
                .hasMessageEndingWith("line 2), allowed: a section of method: address");
    }

    @Test
    void aValueInPlaceOfTheSectionIsRefused() {
        assertThatThrownBy(() -> load("routes: orders\n", Map.of())).hasMessageContaining("allowed: a section of keys");
        assertThatThrownBy(() -> load("", Map.of("routes", "orders"))).hasMessageContaining("a section of keys");
    }

    private Routes load(String yaml, Map<String, String> overrides) throws Exception {
        Path file = Files.writeString(dir.resolve("sluice.yaml"), yaml);
        return ConfigLoader.load(file, Map.of(), overrides).config().routes();
    }
}
