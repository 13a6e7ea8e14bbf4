package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.bus.Lane;
import dev.sluice.bus.LocalTargets;
import dev.sluice.bus.Target;
import dev.sluice.service.MethodOptions;
import dev.sluice.service.Methods;
import dev.sluice.service.Service;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be registered. */
class RegistrationTest {
    private final Bench bench = new Bench();

    /** A service whose name is its default. */
    static final class StockService implements Service {
        @Override
        public void register(Methods methods) {
            methods.async("stock.get", JsonNode.class, (params, call) -> Future.succeededFuture());
        }
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "_a", ".a", "a-b", "a b", "é", "$/x", "__vertx.reply.1", "a\n"})
    void aNameThatIsNoneIsRefused(String name) {
        assertThatThrownBy(() -> bench.register(methods -> add(methods, name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + name + "\"")
                .hasMessageContaining("[A-Za-z]");
    }

    @Test
    void aNameOf128CharactersPassesAndOneMoreDoesNot() {
        String longest = "n".repeat(128);
        bench.register(methods -> add(methods, longest));
        assertThat(bench.table.find(longest)).isNotNull();
        assertThatThrownBy(() -> bench.register(methods -> add(methods, longest + "n")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thePrefixOfTheServerIsRefused() {
        assertThatThrownBy(() -> bench.register(methods -> add(methods, "rpc.mine")))
                .hasMessageContaining("rpc.");
        bench.register(methods -> add(methods, "rpcs.mine"));
    }

    @Test
    void aNameThatIsTakenIsRefusedAndBothServicesAreNamed() {
        bench.table.register(new StockService());
        assertThatThrownBy(() -> bench.register(methods -> add(methods, "stock.get")))
                .hasMessageContaining(StockService.class.getName())
                .hasMessageContaining(Bench.class.getName());
    }

    @Test
    void optionsAreCheckedAndKept() {
        bench.register(methods -> {
            MethodOptions options =
                    add(methods, "m").idempotent().description("d").timeout(Duration.ofMillis(1));
            assertThatThrownBy(() -> options.timeout(Duration.ZERO)).hasMessageContaining("1 ms");
            assertThatThrownBy(() -> options.maxInFlight(0)).hasMessageContaining("1 or more");
        });
        Method method = Objects.requireNonNull(bench.table.find("m"));
        assertThat(method.isIdempotent()).isTrue();
        assertThat(method.description()).isEqualTo("d");
    }

    @Test
    void callsOfAMethodGoToItsLaneForAsLongAsItSays() {
        bench.register(methods -> {
            add(methods, "quick").timeout(Duration.ofMillis(5));
            methods.blocking("slow", JsonNode.class, (params, call) -> 1);
        });
        Lane async = new Lane(0, List.of("a"));
        Lane blocking = new Lane(1, List.of("b"));
        LocalTargets targets = bench.table.targets(async, blocking, Duration.ofSeconds(10));
        Target quick = Objects.requireNonNull(targets.find("quick"));
        Target slow = Objects.requireNonNull(targets.find("slow"));
        assertThat(quick.lane()).isEqualTo(async);
        assertThat(quick.timeoutNanos()).isEqualTo(5_000_000);
        assertThat(slow.lane()).isEqualTo(blocking);
        assertThat(slow.timeoutNanos()).isEqualTo(10_000_000_000L);
        assertThat(targets.find("nobody")).isNull();
    }

    @Test
    void aServiceIsConfiguredUnderItsName() {
        assertThat(new StockService().name()).isEqualTo("stock");
    }

    private static MethodOptions add(Methods methods, String name) {
        return methods.async(name, JsonNode.class, (params, call) -> Future.succeededFuture());
    }
}
