package dev.sluice.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value and where it stands in its text. Immutable.
 *
 * @param kind its first character: one of <code>{["tfn</code>, or {@code 0} for a number
 * @param members of an object, in the order of the text, doubled ones included
 * @param elements of an array
 * @param string of a string, without escapes
 */
@SuppressWarnings("ArrayRecordComponent") // the text, shared by all values in it
record JsonValue(
        byte[] text, int start, int end, char kind, List<Member> members, List<JsonValue> elements, String string) {
    static final char NUMBER = '0';

    record Member(String name, JsonValue value) {}

    byte[] bytes() {
        return Arrays.copyOfRange(text, start, end);
    }

    int length() {
        return end - start;
    }

    boolean is(char expected) {
        return kind == expected;
    }

    boolean isString(String expected) {
        return kind == '"' && string.equals(expected);
    }

    /** A number without fraction and exponent. */
    boolean isInteger() {
        return kind == NUMBER && ascii().chars().allMatch(c -> c == '-' || Character.isDigit(c));
    }

    /** The first member of that name. */
    @Nullable
    JsonValue member(String name) {
        for (Member member : members) {
            if (member.name.equals(name)) {
                return member.value;
            }
        }
        return null;
    }

    /** The same name twice among the members of this object, whatever stands inside them. */
    boolean hasDoubledMember() {
        Set<String> names = new HashSet<>();
        return !members.stream().allMatch(member -> names.add(member.name));
    }

    /** The same name twice in this value, or in any inside it. */
    boolean hasDoubledMemberInside() {
        return hasDoubledMember()
                || members.stream().anyMatch(member -> member.value.hasDoubledMemberInside())
                || elements.stream().anyMatch(JsonValue::hasDoubledMemberInside);
    }

    /** The text of a number. */
    String ascii() {
        return new String(text, start, end - start, StandardCharsets.US_ASCII);
    }
}
