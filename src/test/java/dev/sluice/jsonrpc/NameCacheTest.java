package dev.sluice.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameCacheTest {
    private static final int MANY = 10_000;

    private final NameCache cache = new NameCache();

    @Test
    void whatCameBeforeIsTheSameObject() {
        assertThat(get("demo.echo")).isEqualTo("demo.echo").isSameAs(get("demo.echo"));
    }

    @Test
    void manyNamesDisplaceOthersAndAreNeverTakenForThem() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < MANY; i++) {
                String name = "méthode." + i;
                assertThat(get(name)).isEqualTo(name);
            }
        }
    }

    @Test
    void longTextsAreNotKept() {
        String longest = "x".repeat(48);
        assertThat(get(longest)).isSameAs(get(longest));
        assertThat(get(longest + "x")).isEqualTo(longest + "x").isNotSameAs(get(longest + "x"));
    }

    @Test
    void anEmptyTextIsOne() {
        assertThat(get("")).isEmpty();
    }

    private String get(String name) {
        byte[] array = Bodies.utf8("<" + name + ">");
        return cache.get(array, 1, array.length - 1);
    }
}
