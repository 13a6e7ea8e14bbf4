package dev.sluice.jsonrpc;

import static dev.sluice.jsonrpc.Bodies.call;
import static dev.sluice.jsonrpc.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick look at a body: it sees what the close look sees, or nothing. */
class PlainRequestsTest {
    private static final int MUTATIONS = 300_000;
    private static final int MOST_CHANGES = 4;
    private static final byte[] INTERESTING = utf8("{}[]\",:\\/ \t\n\r01-+.eEtfnu\u0001x\u00e9");

    private static final List<String> BODIES = List.of(
            "{\"jsonrpc\":\"2.0\",\"method\":\"demo.echo\",\"params\":[1,\"two\",{\"three\":[3.5e-1,null]}],\"id\":17}",
            " {\n\"id\" : \"a b\" , \"params\":{\"x\":\"\\u00e9\\n\\\\\",\"y\":[],\"z\":{}}, \"method\":\"m\",\t\"jsonrpc\":\"2.0\"} ",
            "{\"jsonrpc\":\"2.0\",\"method\":\"update\",\"params\":[true,false,null,-0,0.5,1E+2,\"a long string of more than eight bytes\"]}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"update\",\"id\":-1.0e5}");

    private final PlainRequests plain = new PlainRequests();
    private final EnvelopeReader reader = new EnvelopeReader(Bodies.MAX_BATCH);

    @Test
    void readsWhatAlmostAllBodiesAre() {
        for (String body : BODIES) {
            assertThat(isSame(utf8(body))).as(body).isTrue();
        }
    }

    @Test
    void seesWhatTheCloseLookSeesOrNothing() {
        long seed = Long.getLong("sluice.seed", new Random().nextLong());
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] body = mutated(random);
            if (Utf8.firstError(body) < 0) {
                read += isSame(body) ? 1 : 0;
            }
        }
        assertThat(read).as("seed %d", seed).isGreaterThan(MUTATIONS / 100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1]",
                "{}",
                "{\"jsonrpc\":\"2.0\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\"",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\"}}",
                "{\"method\":\"m\",\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"meta\":{}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"metho\":1}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":1}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"method\":\"m\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"\\u006d\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"\u00e9\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":1}",
                "{\"jsonrpc\":\"2.1\",\"method\":\"m\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":null}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":\"\n5}",
                "{\"jsonrpc\":\"2.0\",\"methot\":\"m\",\"xd\":1}",
                "{\"jsonrpx\":\"2.0\",\"method\":\"m\"}",
                "{\"jsonrpc\":\"2.",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[\"a",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[\"\\",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[\"\\u12",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[1",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[1e",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[1e+",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[1.",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[-",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"a\":1,\"a",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"a\":1,2}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{1:1}",
                ""
            })
    void saysNothingOfOtherBodies(String body) {
        assertThat(plain.read(utf8(body))).isNull();
        isSame(utf8(body));
    }

    @Test
    void saysNothingOfWhatIsNearALimit() {
        assertThat(isSame(utf8(call("\"params\":" + "[".repeat(60) + "]".repeat(60)))))
                .isTrue();
        assertThat(isSame(utf8(call("\"params\":" + "[".repeat(61) + "]".repeat(61)))))
                .isFalse();
        assertThat(isSame(utf8(call("\"params\":[" + "9".repeat(64) + "]")))).isTrue();
        assertThat(isSame(utf8(call("\"params\":[" + "9".repeat(65) + "]")))).isFalse();
        assertThat(isSame(utf8(call("\"params\":[" + "9,".repeat(19_998) + "9]"))))
                .isTrue();
        assertThat(isSame(utf8(call("\"params\":[" + "9,".repeat(20_000) + "9]"))))
                .isFalse();
        assertThat(isSame(utf8(call("\"params\":{\"" + "n".repeat(199) + "\":1}"))))
                .isTrue();
        assertThat(isSame(utf8(call("\"params\":{\"" + "n".repeat(200) + "\":1}"))))
                .isFalse();
        assertThat(isSame(utf8(call("\"id\":\"" + "i".repeat(254) + "\"")))).isTrue();
        assertThat(isSame(utf8(call("\"id\":\"" + "i".repeat(255) + "\"")))).isFalse();
        String name = "m".repeat(129);
        assertThat(isSame(utf8("{\"jsonrpc\":\"2.0\",\"method\":\"" + name + "\"}")))
                .isFalse();
    }

    @Test
    void aNameThatCameLatelyIsTheSameString() {
        Incoming.Request first = Objects.requireNonNull(plain.read(utf8(call("\"id\":1"))));
        Incoming.Request second = Objects.requireNonNull(plain.read(utf8(call("\"id\":2"))));

        assertThat(first.method()).isSameAs(second.method());
    }

    @Test
    void namesThatShareAPlaceAreToldApart() {
        NameCache names = new NameCache();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 1_000; i++) {
                String name = "m" + i;
                assertThat(names.find(utf8(name), 0, name.length())).isEqualTo(name);
            }
        }
    }

    /** True if the quick look sees something; then it is the same as what the close look sees. */
    private boolean isSame(byte[] body) {
        Incoming.@Nullable Request quick = plain.read(body);
        if (quick == null) {
            return false;
        }
        assertThat(reader.readClosely(body))
                .as(Bodies.text(body))
                .isInstanceOfSatisfying(Incoming.Request.class, close -> {
                    assertThat(quick.method()).isEqualTo(close.method());
                    assertThat(quick.id()).isEqualTo(close.id());
                    assertThat(quick.paramsBytes()).isEqualTo(close.paramsBytes());
                    assertThat(quick.paramsOffset()).isEqualTo(close.paramsOffset());
                    assertThat(quick.meta()).isEqualTo(close.meta());
                });
        return true;
    }

    private static byte[] mutated(Random random) {
        byte[] body = utf8(BODIES.get(random.nextInt(BODIES.size())));
        int changes = 1 + random.nextInt(MOST_CHANGES);
        for (int i = 0; i < changes && body.length > 1; i++) {
            int place = random.nextInt(body.length);
            byte other = INTERESTING[random.nextInt(INTERESTING.length)];
            body = switch (random.nextInt(3)) {
                case 0 -> without(body, place);
                case 1 -> {
                    body[place] = other;
                    yield body;
                }
                default -> with(body, place, other);
            };
        }
        return body;
    }

    private static byte[] without(byte[] body, int place) {
        byte[] shorter = Arrays.copyOf(body, body.length - 1);
        System.arraycopy(body, place + 1, shorter, place, body.length - place - 1);
        return shorter;
    }

    private static byte[] with(byte[] body, int place, byte more) {
        byte[] longer = Arrays.copyOf(body, body.length + 1);
        System.arraycopy(body, place, longer, place + 1, body.length - place);
        longer[place] = more;
        return longer;
    }
}
