package dev.sluice.fuzz;

import dev.sluice.fuzz.JsonValue.Member;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads JSON text as RFC 8259 says, slowly and without Jackson: a second opinion on every byte. Used once, for one text.
 * What only a limit of the protocol forbids is read all the same, and remembered.
 */
final class ReferenceJson {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_DIGITS = 100;
    private static final int MAX_TOKENS = 100_000;
    private static final int MAX_NAME_BYTES = 256;

    /** Deeper text is not read to its end: this reader and Jackson's trees recurse. */
    private static final int MAX_READ_DEPTH = 400;

    private final byte[] text;
    private int at;
    private int tokens;
    private boolean beyondLimits;

    private ReferenceJson(byte[] text) {
        this.text = text;
    }

    static Reading read(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            return new Reading.NotUtf8();
        }
        try {
            ReferenceJson in = new ReferenceJson(text);
            JsonValue root = in.value(1);
            in.skipSpace();
            return in.at == text.length ? new Reading.Json(root, !in.beyondLimits) : new Reading.NotJson();
        } catch (SyntaxException e) {
            return e.tooDeep ? new Reading.TooDeep() : new Reading.NotJson();
        }
    }

    /** Reads a text that has to be JSON, limits aside. */
    static JsonValue json(byte[] text) {
        if (read(text) instanceof Reading.Json json) {
            return json.root();
        }
        throw new AssertionError("not JSON: " + new String(text, StandardCharsets.ISO_8859_1));
    }

    private JsonValue value(int depth) throws SyntaxException {
        skipSpace();
        countToken();
        int start = at;
        char kind = (char) peek();
        List<Member> members = new ArrayList<>();
        List<JsonValue> elements = new ArrayList<>();
        String string = "";
        switch (kind) {
            case '{' -> object(depth, members);
            case '[' -> array(depth, elements);
            case '"' -> string = string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> {
                kind = JsonValue.NUMBER;
                number();
            }
        }
        return new JsonValue(text, start, at, kind, members, elements, string);
    }

    private void object(int depth, List<Member> members) throws SyntaxException {
        open(depth);
        if (!closes('}')) {
            do {
                skipSpace();
                countToken();
                String name = string();
                limit(utf8Bytes(name) <= MAX_NAME_BYTES && hasNoLoneSurrogate(name));
                skipSpace();
                take(':');
                members.add(new Member(name, value(depth + 1)));
                skipSpace();
            } while (takes(','));
            take('}');
        }
        countToken();
    }

    private void array(int depth, List<JsonValue> elements) throws SyntaxException {
        open(depth);
        if (!closes(']')) {
            do {
                elements.add(value(depth + 1));
                skipSpace();
            } while (takes(','));
            take(']');
        }
        countToken();
    }

    private void open(int depth) throws SyntaxException {
        at++;
        limit(depth <= MAX_DEPTH);
        if (depth > MAX_READ_DEPTH) {
            throw new SyntaxException(true);
        }
    }

    private boolean closes(char bracket) {
        skipSpace();
        return takes(bracket);
    }

    private String string() throws SyntaxException {
        take('"');
        StringBuilder plain = new StringBuilder();
        int from = at;
        while (peek() != '"') {
            if (peek() < ' ') { // the text's end, too
                throw new SyntaxException(false);
            }
            if (takes('\\')) {
                plain.append(new String(text, from, at - 1 - from, StandardCharsets.UTF_8));
                plain.append(escape());
                from = at;
            } else {
                at++;
            }
        }
        plain.append(new String(text, from, at - from, StandardCharsets.UTF_8));
        at++;
        return plain.toString();
    }

    private char escape() throws SyntaxException {
        int letter = peek();
        at++;
        return switch (letter) {
            case '"', '\\', '/' -> (char) letter;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) (hexDigit() << 12 | hexDigit() << 8 | hexDigit() << 4 | hexDigit());
            default -> throw new SyntaxException(false);
        };
    }

    private int hexDigit() throws SyntaxException {
        int digit = Character.digit(peek(), 16);
        if (digit < 0) {
            throw new SyntaxException(false);
        }
        at++;
        return digit;
    }

    private void number() throws SyntaxException {
        takes('-');
        int digits = takes('0') ? 1 : digits();
        if (takes('.')) {
            digits += digits();
        }
        if (takes('e') || takes('E')) {
            if (!takes('-')) {
                takes('+');
            }
            digits += digits();
        }
        limit(digits <= MAX_NUMBER_DIGITS);
    }

    private int digits() throws SyntaxException {
        int from = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == from) {
            throw new SyntaxException(false);
        }
        return at - from;
    }

    private void word(String word) throws SyntaxException {
        for (int i = 0; i < word.length(); i++) {
            take(word.charAt(i));
        }
    }

    private void skipSpace() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
            at++;
        }
    }

    private void take(char expected) throws SyntaxException {
        if (!takes(expected)) {
            throw new SyntaxException(false);
        }
    }

    private boolean takes(char expected) {
        boolean found = peek() == expected;
        at += found ? 1 : 0;
        return found;
    }

    /** The next byte, or -1 at the end. */
    private int peek() {
        return at < text.length ? text[at] & 0xFF : -1;
    }

    private void countToken() {
        tokens++;
        limit(tokens <= MAX_TOKENS);
    }

    private void limit(boolean kept) {
        beyondLimits |= !kept;
    }

    /** Half of a pair, written as an escape, is JSON and stands in no name; elsewhere it is taken as it is. */
    private static boolean hasNoLoneSurrogate(String name) {
        return name.codePoints()
                .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    /** A surrogate counts two: a pair of them takes four bytes. */
    private static int utf8Bytes(String name) {
        return name.chars()
                .map(c -> c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate((char) c) ? 2 : 3)
                .sum();
    }

    private static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean tooDeep;

        SyntaxException(boolean tooDeep) {
            super(null, null, false, false);
            this.tooDeep = tooDeep;
        }
    }
}
