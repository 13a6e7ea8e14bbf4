package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The subtrees that are handed to services as they are. */
class ServicesConfigTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path dir;

    @Test
    void handsAServiceItsSubtreeAsJson() throws Exception {
        Services services = load("""
                services:
                  config:
                    orders:
                      url: jdbc:x
                      pool: 5
                      big: 123456789012345678901234567890
                      long: 5000000000
                      ratio: 0.5
                      on: true
                      country: no
                      none: ~
                      hosts: [a, {name: b, port: 1}, [2]]
                      dotted.name: 1
                    billing: 7
                """, Map.of());

        assertThat(services.configOf("orders")).isEqualTo(JSON.readTree("""
                        {"url":"jdbc:x","pool":5,"big":123456789012345678901234567890,"long":5000000000,"ratio":0.5,
                         "on":true,"country":"no","none":null,"hosts":["a",{"name":"b","port":1},[2]],"dotted.name":1}
                        """));
        assertThat(services.configOf("billing")).isEqualTo(JSON.readTree("7"));
        assertThat(services.config()).containsOnlyKeys("orders", "billing");
    }

    @Test
    void handsOutAnEmptyObjectWhereNothingIsConfigured() throws Exception {
        assertThat(load("", Map.of()).configOf("orders")).isEqualTo(JSON.readTree("{}"));
    }

    @Test
    void handsOutCopies() throws Exception {
        Services services = load("", Map.of("services.config.orders.a", "1"));

        ((ObjectNode) services.configOf("orders")).removeAll();

        assertThat(services.configOf("orders")).isEqualTo(JSON.readTree("{\"a\":1}"));
    }

    @Test
    void keepsWhatServicesAreGivenOutOfLogs() throws Exception {
        Services services = load("", Map.of("services.config.orders.password", "hush"));

        assertThat(services.toString()).contains("orders").doesNotContain("hush");
    }

    @Test
    void readsNumbersAndBooleansOfTheCommandLineAsJson() throws Exception {
        Services services = load(
                "",
                Map.of(
                        "services.config.s.i", "-5",
                        "services.config.s.l", "5000000000",
                        "services.config.s.d", "1.5e3",
                        "services.config.s.b", "false",
                        "services.config.s.zip", "007",
                        "services.config.s.word", "null",
                        "services.config.s.empty", "",
                        "services.config.s.url", "http://h:1/x=y"));

        assertThat(services.configOf("s")).isEqualTo(JSON.readTree("""
                        {"b":false,"d":1500.0,"empty":"","i":-5,"l":5000000000,"url":"http://h:1/x=y","word":"null",
                         "zip":"007"}
                        """));
    }

    @Test
    void putsTheCommandLineIntoTheSubtreeOfTheFile() throws Exception {
        JsonNode orders = load(
                        "services: {config: {orders: {db: {url: a, user: u}, x: ~}}}",
                        Map.of("services.config.orders.db.url", "b", "services.config.orders.x.y", "1"))
                .configOf("orders");

        assertThat(orders).isEqualTo(JSON.readTree("{\"db\":{\"url\":\"b\",\"user\":\"u\"},\"x\":{\"y\":1}}"));
    }

    @Test
    void refusesAKeyBelowAValue() {
        assertThatThrownBy(() -> load("services: {config: {orders: 5}}", Map.of("services.config.orders.url", "x")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("services.config.orders.url is \"x\" (command line), allowed: keys below a section, but"
                        + " orders is 5");
    }

    @Test
    void refusesAValueInPlaceOfTheSubtrees() {
        assertThatThrownBy(() -> load("services: {config: 5}", Map.of()))
                .hasMessage("services.config is \"5\" (" + dir.resolve("sluice.yaml")
                        + " line 1), allowed: a section of keys");
        assertThatThrownBy(() -> load("", Map.of("services.config", "{}")))
                .hasMessage("services.config is \"{}\" (command line), allowed: a section of keys");
    }

    @Test
    void refusesEmptyNames() {
        assertThatThrownBy(() -> load("", Map.of("services.config.a..b", "1")))
                .hasMessage("services.config.a..b is \"1\" (command line), allowed: a name between dots");
        assertThatThrownBy(() -> load("", Map.of("services.config.", "1")))
                .hasMessage("services.config. is \"1\" (command line), allowed: a name between dots");
    }

    private Services load(String yaml, Map<String, String> overrides) throws Exception {
        Path file = Files.writeString(dir.resolve("sluice.yaml"), yaml);
        return ConfigLoader.load(file, Map.of(), overrides).config().services();
    }
}
