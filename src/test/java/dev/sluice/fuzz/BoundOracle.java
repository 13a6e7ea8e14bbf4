package dev.sluice.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fuzz.JsonValue.Member;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was bound is what the text says, digit by digit. */
final class BoundOracle {
    /** Decimals of so many places before or behind the point have to bind. */
    private static final int USUAL_EXPONENT = 1_000;

    private BoundOracle() {}

    static void isString(@Nullable String bound, JsonValue sent) {
        Expect.that(bound == null ? sent.is('n') : sent.isString(bound), "string " + bound);
    }

    /** With every digit, and every zero behind the point. Zero if it is null. */
    static BigDecimal isDecimal(@Nullable Object bound, JsonValue sent) {
        if (bound == null) {
            Expect.that(sent.is('n'), "null");
            return BigDecimal.ZERO;
        }
        Expect.same(bound, new BigDecimal(sent.ascii()), "decimal");
        return (BigDecimal) bound;
    }

    static void isTree(JsonNode bound, JsonValue sent) {
        switch (sent.kind()) {
            case '{' -> {
                Expect.same(bound.size(), sent.members().size(), "members");
                for (Member member : sent.members()) {
                    isTree(Objects.requireNonNull(bound.get(member.name()), member.name()), member.value());
                }
            }
            case '[' -> {
                Expect.same(bound.size(), sent.elements().size(), "elements");
                for (int i = 0; i < sent.elements().size(); i++) {
                    isTree(bound.get(i), sent.elements().get(i));
                }
            }
            case '"' -> Expect.same(bound.textValue(), sent.string(), "string");
            case JsonValue.NUMBER -> {
                if (sent.isInteger()) {
                    Expect.that(bound.isIntegralNumber(), "integer " + bound);
                    Expect.same(bound.bigIntegerValue(), new BigInteger(sent.ascii()), "integer");
                } else {
                    Expect.same(bound.decimalValue(), new BigDecimal(sent.ascii()), "decimal");
                }
            }
            default -> Expect.same(bound.toString(), sent.ascii(), "literal");
        }
    }

    /** All decimals in it, if there are any, have exponents that a program could mean. */
    static boolean hasUsualDecimals(JsonValue value) {
        if (value.is(JsonValue.NUMBER)) {
            return isUsualDecimal(value);
        }
        return Stream.concat(value.elements().stream(), value.members().stream().map(Member::value))
                .allMatch(BoundOracle::hasUsualDecimals);
    }

    static boolean isUsualDecimal(JsonValue value) {
        if (!value.is(JsonValue.NUMBER)) {
            return false;
        }
        try {
            return Math.abs((long) new BigDecimal(value.ascii()).scale()) <= USUAL_EXPONENT;
        } catch (NumberFormatException e) { // an exponent beyond an int
            return false;
        }
    }
}
