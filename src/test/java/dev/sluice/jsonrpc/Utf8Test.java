package dev.sluice.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3629, each rule with its neighbours. */
class Utf8Test {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "01",
                "7f",
                "c280",
                "dfbf",
                "e0a080",
                "e0bfbf",
                "e18080",
                "ec8080",
                "ed8080",
                "ed9fbf",
                "ee8080",
                "efbbbe",
                "efbb",
                "efbfbf",
                "f0908080",
                "f0bfbfbf",
                "f1808080",
                "f3bfbfbf",
                "f4808080",
                "f48fbfbf"
            })
    void isText(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        if (hex.equals("efbb")) {
            assertThat(Utf8.firstError(bytes)).as("a sequence that is cut").isZero();
        } else {
            assertThat(Utf8.firstError(bytes)).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "80",
                "bf",
                "c080",
                "c1bf",
                "c27f",
                "c2c0",
                "c2",
                "e09fbf",
                "e08080",
                "e0a07f",
                "e0a0",
                "e0a0c0",
                "eda080",
                "edbfbf",
                "efbbbf",
                "f08fbfbf",
                "f0908080"
            })
    void isNoTextWhereTheRuleIsBroken(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        if (hex.equals("f0908080")) {
            assertThat(Utf8.firstError(Arrays.copyOf(bytes, 3))).isZero();
        } else {
            assertThat(Utf8.firstError(bytes)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"f4908080", "f5808080", "ff", "fe", "f8888080", "f09080c0", "f090c080"})
    void isNoTextAboveTheLastCodePointOrWithABrokenTail(String hex) {
        assertThat(Utf8.firstError(HexFormat.of().parseHex(hex))).isZero();
    }

    @Test
    void findsAWrongByteAtEveryOffset() {
        for (int length = 1; length < 40; length++) {
            for (int at = 0; at < length; at++) {
                for (byte wrong : new byte[] {0, (byte) 0x80, (byte) 0xFF}) {
                    byte[] text = new byte[length];
                    Arrays.fill(text, (byte) 'a');
                    text[at] = wrong;
                    assertThat(Utf8.firstError(text)).as("%d of %d", at, length).isEqualTo(at);
                }
            }
        }
    }

    @Test
    void agreesWithTheDecoderOfTheJdk() {
        long seed = Long.getLong("sluice.seed", System.nanoTime());
        Random random = new Random(seed);
        byte[] alphabet = HexFormat.of().parseHex("6161617fc2dfe0e1edeeeff0f1f4f5808f909fa0bf");
        for (int round = 0; round < 50_000; round++) {
            byte[] text = new byte[1 + random.nextInt(20)];
            for (int i = 0; i < text.length; i++) {
                text[i] = alphabet[random.nextInt(alphabet.length)];
            }
            boolean mark =
                    text.length >= 3 && HexFormat.of().formatHex(text, 0, 3).equals("efbbbf");
            assertThat(Utf8.firstError(text) < 0)
                    .as("seed %d: %s", seed, HexFormat.of().formatHex(text))
                    .isEqualTo(decodes(text) && !mark);
        }
    }

    private static boolean decodes(byte[] text) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
