package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, and that one line says which key, which value, from where, and what is allowed. */
class ConfigErrorsTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen.port | 65536 | integer 0..65535",
                "listen.port | http | integer 0..65535",
                "listen.host | a b | host name or IP address",
                "listen.host | '' | host name or IP address",
                "listen.instances | 0 | auto or integer 1..256",
                "listen.instances | 257 | auto or integer 1..256",
                "connections.maxAge | 999ms | off or duration 1s..1000h",
                "admin.agentPort | 0 | off or integer 1..65535",
                "proxyProtocol.enabled | on | true or false",
                "proxyProtocol.trustedProxies | lb.local | 'addresses and networks, 192.0.2.7, 10.0.0.0/8'",
                "workers.instances | Auto | auto or integer 1..1024",
                "blocking.threads | 10001 | integer 1..10000",
                "blocking.queue | 0 | integer 1..1000000",
                "services.demo | yes | true or false",
                "services.dir | no/such/directory | directory that exists",
                "services.dir | pom.xml | directory that exists",
                "limits.maxConnections | 1000001 | auto or integer 1..1000000",
                "limits.maxFrameBytes | 1023 | size 1KiB..1GiB",
                "limits.maxFrameBytes | 2GiB | size 1KiB..1GiB",
                "limits.maxResponseBytes | 1MB | size 1KiB..1GiB",
                "limits.maxBatch | 0 | integer 1..10000",
                "limits.maxInFlightPerConnection | -1 | integer 1..1000000",
                "limits.maxInFlight | 10000001 | integer 1..10000000",
                "limits.outboundMark | 0 | size 1KiB..1GiB",
                "limits.writeStall | 99ms | duration 100ms..10m",
                "limits.writeStall | 601s | duration 100ms..10m",
                "limits.requestTimeout | 0s | duration 1ms..1h",
                "limits.abandonAfter | 25h | duration 1ms..24h",
                "drain.lameDuck | 10 | duration 0s..10m",
                "drain.cutGrace | 61s | duration 0s..1m",
                "drain.timeout | 0ms | duration 1ms..1h",
                "drain.linger | 2h | duration 0s..1h",
                "drain.hardLimit | 121m | duration 1ms..2h",
                "logging.level | verbose | 'trace|debug|info|warn|error|off'",
            })
    void refusesValuesThatAreNotAllowed(String key, String value, String allowed) {
        assertThat(errorOf(Map.of(key, value)))
                .isEqualTo(key + " is \"" + value + "\" (command line), allowed: " + allowed);
    }

    @Test
    void whoeverWantsHeadersSaysFromWhom() {
        assertThat(errorOf(Map.of("proxyProtocol.enabled", "true")))
                .isEqualTo("proxyProtocol.trustedProxies  (default) must not be empty with proxyProtocol.enabled true"
                        + " (command line)");
    }

    @Test
    void namesTheVariableOfABadValue() {
        ConfigException e = catchThrowableOfType(
                ConfigException.class,
                () -> ConfigLoader.load(null, Map.of("SLUICE_LIMITS_MAX_FRAME_BYTES", "big"), Map.of()));

        assertThat(e)
                .hasMessage("limits.maxFrameBytes is \"big\" (environment variable SLUICE_LIMITS_MAX_FRAME_BYTES),"
                        + " allowed: size 1KiB..1GiB");
    }

    @Test
    void namesTheFileAndLineOfABadValue() throws Exception {
        assertThat(errorIn("limits:\n  # comment\n  maxBatch: 0\n"))
                .isEqualTo("limits.maxBatch is \"0\" (" + at(3) + "), allowed: integer 1..10000");
    }

    @Test
    void refusesASectionAListOrNothingWhereAValueBelongs() throws Exception {
        assertThat(errorIn("listen: {port: {a: 1}}"))
                .isEqualTo("listen.port is a section (" + at(1) + "), allowed: integer 0..65535");
        assertThat(errorIn("listen: {port: [1]}"))
                .isEqualTo("listen.port is a list (" + at(1) + "), allowed: integer 0..65535");
        assertThat(errorIn("listen:\n  port:\n"))
                .isEqualTo("listen.port is empty (" + at(2) + "), allowed: integer 0..65535");
    }

    @Test
    void refusesAValueOrAListWhereASectionBelongs() throws Exception {
        assertThat(errorIn("drain: 5s")).isEqualTo("drain is \"5s\" (" + at(1) + "), allowed: a section of keys");
        assertThat(errorIn("drain: [a]")).isEqualTo("drain is a list (" + at(1) + "), allowed: a section of keys");
        assertThat(errorOf(Map.of("drain", "5s")))
                .isEqualTo("drain is \"5s\" (command line), allowed: a section of keys");
    }

    @Test
    void suggestsTheNearestKeyForAnUnknownOne() throws Exception {
        assertThat(errorIn("limits:\n  maxFrameByte: 1\n"))
                .isEqualTo("unknown key limits.maxFrameByte (" + at(2) + "), nearest: limits.maxFrameBytes");
        assertThat(errorIn("limits:\n  maxframebytes: 1\n"))
                .isEqualTo("unknown key limits.maxframebytes (" + at(2) + "), nearest: limits.maxFrameBytes");
        assertThat(errorIn("limit:\n  maxBatch: 1\n")).isEqualTo("unknown key limit (" + at(1) + "), nearest: limits");
        assertThat(errorOf(Map.of("listen.prot", "1")))
                .isEqualTo("unknown key listen.prot (command line), nearest: listen.port");
    }

    @Test
    void listsTheKeysWhenNoneIsNear() throws Exception {
        assertThat(errorOf(Map.of("admin.zzzzzzzz", "1")))
                .isEqualTo(
                        "unknown key admin.zzzzzzzz (command line), allowed: admin.agentPort, admin.host, admin.port");
        assertThat(errorIn("threads: 5"))
                .isEqualTo("unknown key threads (" + at(1) + "), allowed: admin, blocking, cluster, connections,"
                        + " drain, limits, listen, logging, proxyProtocol, roles, routes, services, workers");
        assertThat(errorIn("? " + "x".repeat(1000) + "\n: 1"))
                .hasSizeLessThan(1300)
                .contains("allowed: admin");
    }

    @Test
    void refusesDottedKeysInAFile() throws Exception {
        assertThat(errorIn("limits.maxBatch: 5"))
                .isEqualTo("unknown key \"limits.maxBatch\" (" + at(1) + "), allowed: nested keys, without a dot or a"
                        + " quote in a name");
    }

    @Test
    void refusesAKeyThatIsWrittenTwice() throws Exception {
        assertThat(errorIn("listen:\n  port: 1\n  port: 2\n"))
                .isEqualTo(at(3) + " has the key listen.port again, allowed: each key once");
        assertThat(errorIn("listen: {}\nadmin: {}\nlisten: {}\n"))
                .isEqualTo(at(3) + " has the key listen again, allowed: each key once");
        assertThat(errorIn("services: {config: {a: [{b: 1, b: 2}]}}"))
                .isEqualTo(at(1) + " has the key b again, allowed: each key once");
    }

    @Test
    void refusesWhatIsNoTreeOfKeys() throws Exception {
        assertThat(errorIn("7411")).isEqualTo(at(1) + " holds a bare value or list, allowed: sections of keys");
        assertThat(errorIn("- a\n")).isEqualTo(at(1) + " holds a bare value or list, allowed: sections of keys");
        assertThat(errorIn("admin: {}\n---\nlisten: {}\n"))
                .isEqualTo(at(3) + " begins a second document, allowed: one document");
    }

    @Test
    void refusesAliasesAndBinaryValues() throws Exception {
        assertThat(errorIn("services:\n  config:\n    a: &a [1]\n    b: [*a, *a]\n"))
                .isEqualTo(at(4) + " has an alias, allowed: plain values");
        assertThat(errorIn("services: {config: {a: !!binary aGk=}}"))
                .isEqualTo(at(1) + " has a binary value, allowed: plain values");
    }

    @Test
    void namesTheLineOfBrokenYaml() throws Exception {
        assertThat(errorIn("listen:\n  port: 1\n admin: 2\n")).startsWith(at(3) + " is broken YAML: ");
        assertThat(errorIn("listen: {port: 1\n")).startsWith(at(2) + " is broken YAML: ");
        assertThat(errorIn("listen:\n\tport: 1\n")).startsWith(at(2) + " is broken YAML: ");
        assertThat(errorIn("a: \u0007")).contains("is broken YAML: ");
    }

    @Test
    void refusesDeepNestingAndLargeFiles() throws Exception {
        assertThat(errorIn("services: {config: " + "[".repeat(100) + "]".repeat(100) + "}"))
                .isEqualTo(at(1) + " is nested too deep, allowed: 50 levels");
        assertThat(errorIn("[".repeat(100_000))).contains(at(1));
        assertThat(errorIn("#".repeat(ConfigFile.MAX_BYTES + 1)))
                .isEqualTo("cannot read the configuration file " + file() + ": it has more than 1048576 bytes");
    }

    @Test
    void refusesFilesThatCannotBeRead() throws Exception {
        assertThat(errorOf(file())).isEqualTo("cannot read the configuration file " + file() + ": no such file");
        assertThat(errorOf(dir)).isEqualTo("cannot read the configuration file " + dir + ": Is a directory");
        Files.write(file(), "a: é".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(errorOf(file()))
                .isEqualTo("cannot read the configuration file " + file() + ": it is not UTF-8 text");
    }

    @Test
    void comparesTheTimesOfTheDrain() {
        assertThat(errorOf(Map.of("drain.cutGrace", "30s")))
                .isEqualTo("drain.cutGrace 30s (command line) must not be above drain.timeout 20s (default)");
        assertThat(errorOf(Map.of("drain.timeout", "28s")))
                .isEqualTo("drain.timeout 28s (command line) must be below drain.hardLimit 28s (default)");
    }

    @Test
    void letsTheTimesOfTheDrainMeet() throws Exception {
        Map<String, String> overrides = Map.of("drain.cutGrace", "27s", "drain.timeout", "27s");

        Drain drain = ConfigLoader.load(null, Map.of(), overrides).config().drain();

        assertThat(drain.cutGrace()).isEqualTo(drain.timeout());
    }

    @Test
    void staysOnOneLineWhateverTheValueHolds() {
        String value = "a\r\nsluice: forged\u001b[31m\u0085\u2028" + "x".repeat(10_000);

        assertThat(errorOf(Map.of("listen.host", value)))
                .startsWith("listen.host is \"a??sluice: forged?[31m??xxx")
                .endsWith("...\" (command line), allowed: host name or IP address")
                .hasSizeLessThan(400);
    }

    private String errorIn(String yaml) throws IOException {
        return errorOf(Files.writeString(file(), yaml));
    }

    private static String errorOf(Path file) {
        return error(() -> ConfigLoader.load(file, Map.of(), Map.of()));
    }

    private static String errorOf(Map<String, String> overrides) {
        return error(() -> ConfigLoader.load(null, Map.of(), overrides));
    }

    private static String error(ThrowingCallable load) {
        ConfigException e = catchThrowableOfType(ConfigException.class, load);
        assertThat(e).isNotNull();
        String message = String.valueOf(e.getMessage());
        assertThat(message).doesNotContain("\n");
        return message;
    }

    private Path file() {
        return dir.resolve("sluice.yaml");
    }

    private String at(int line) {
        return file() + " line " + line;
    }
}
