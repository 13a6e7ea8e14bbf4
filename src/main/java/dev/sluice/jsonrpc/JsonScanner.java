package dev.sluice.jsonrpc;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Checks JSON text from left to right, to the letter of RFC 8259 and within {@link JsonLimits}, and says where its parts
 * lie. Makes nothing of them unless it is asked to. Used once, for one text that was found to be UTF-8.
 */
final class JsonScanner {
    private static final int END = -1;
    private static final int UNICODE_ESCAPE_DIGITS = 4;

    private final byte[] text;
    private int at;
    private int depth;
    private int tokens;

    /** The string or name that was read last, without its quotes. */
    private int stringStart;

    private int stringEnd;
    private boolean hasEscapes;

    /** What its escapes stand for, once that is known. */
    private @Nullable String unescaped;

    JsonScanner(byte[] text) {
        this.text = text;
    }

    /** Offset of the next byte. */
    int at() {
        return at;
    }

    /** Skips white space and returns the byte behind it, unread, which tells the kind of a value; -1 at the text's end. */
    int peek() {
        while (at < text.length) {
            byte next = text[at];
            if (next > ' ' || (next != ' ' && next != '\n' && next != '\r' && next != '\t')) {
                return next & 0xFF;
            }
            at++;
        }
        return END;
    }

    /** Reads an opening bracket; false if the closing one follows, which is then read, too. */
    boolean open(char closing) throws BodyException {
        countToken();
        at++;
        depth++;
        if (depth > JsonLimits.MAX_DEPTH) {
            throw beyondLimit();
        }
        return !closes(closing);
    }

    /** Reads what stands behind a member or an element: true for a comma, false for the closing bracket. */
    boolean more(char closing) throws BodyException {
        if (peek() == ',') {
            at++;
            return true;
        }
        if (!closes(closing)) {
            throw notJson();
        }
        return false;
    }

    /** Reads the name of a member, and the colon. */
    void name() throws BodyException {
        if (peek() != '"') {
            throw notJson();
        }
        string();
        if (hasEscapes ? !isName(unescaped()) : stringEnd - stringStart > JsonLimits.MAX_NAME_BYTES) {
            throw beyondLimit();
        }
        if (peek() != ':') {
            throw notJson();
        }
        at++;
    }

    /** Reads a value of any kind, with all that is inside it. */
    void value() throws BodyException {
        switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        }
    }

    /** True if the string or name that was read last is this one, of ASCII. */
    boolean isText(byte[] wanted) {
        if (hasEscapes) {
            return unescaped().equals(new String(wanted, StandardCharsets.US_ASCII));
        }
        if (stringEnd - stringStart != wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) { // so few bytes that Arrays.equals takes longer
            if (text[stringStart + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** The string or name that was read last. */
    String text() {
        return hasEscapes
                ? unescaped()
                : new String(text, stringStart, stringEnd - stringStart, StandardCharsets.UTF_8);
    }

    /** The same, from a cache. */
    String text(NameCache known) {
        return hasEscapes ? unescaped() : known.get(text, stringStart, stringEnd);
    }

    private void object() throws BodyException {
        if (open('}')) {
            do {
                name();
                value();
            } while (more('}'));
        }
    }

    private void array() throws BodyException {
        if (open(']')) {
            do {
                value();
            } while (more(']'));
        }
    }

    private boolean closes(char closing) throws BodyException {
        if (peek() != closing) {
            return false;
        }
        countToken();
        at++;
        depth--;
        return true;
    }

    /** Half of a surrogate pair can be written as an escape, but not in UTF-8, which is how names are compared. */
    private static boolean isName(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length <= JsonLimits.MAX_NAME_BYTES
                && StandardCharsets.UTF_8.newEncoder().canEncode(name);
    }

    private void string() throws BodyException {
        countToken();
        at++;
        stringStart = at;
        hasEscapes = false;
        unescaped = null;
        while (true) {
            at = PlainText.end(text, at);
            if (at == text.length) {
                throw notJson();
            }
            if (text[at] == '"') {
                stringEnd = at;
                at++;
                return;
            }
            hasEscapes = true;
            escape();
        }
    }

    private void escape() throws BodyException {
        if (text[at] != '\\') {
            throw notJson(); // a control character
        }
        at++;
        int letter = at < text.length ? text[at] : END;
        switch (letter) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
            case 'u' -> {
                at++;
                for (int i = 0; i < UNICODE_ESCAPE_DIGITS; i++) {
                    if (at == text.length || Character.digit(text[at], 16) < 0) {
                        throw notJson();
                    }
                    at++;
                }
            }
            default -> throw notJson();
        }
    }

    private void number() throws BodyException {
        countToken();
        skip('-');
        int digits = skip('0') ? 1 : digits();
        if (skip('.')) {
            digits += digits();
        }
        if (skip('e') || skip('E')) {
            if (!skip('-')) {
                skip('+');
            }
            digits += digits();
        }
        if (digits > JsonLimits.MAX_NUMBER_DIGITS) {
            throw beyondLimit();
        }
    }

    private int digits() throws BodyException {
        int from = at;
        while (at < text.length && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw notJson();
        }
        return at - from;
    }

    private void word(String word) throws BodyException {
        countToken();
        for (int i = 0; i < word.length(); i++) {
            if (!skip(word.charAt(i))) {
                throw notJson();
            }
        }
    }

    private boolean skip(char wanted) {
        if (at < text.length && text[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private String unescaped() {
        if (unescaped == null) {
            StringBuilder out = new StringBuilder(stringEnd - stringStart);
            int next = stringStart;
            while (next < stringEnd) {
                int escape = PlainText.end(text, next);
                out.append(new String(text, next, escape - next, StandardCharsets.UTF_8));
                next = escape < stringEnd ? unescape(escape + 1, out) : stringEnd;
            }
            unescaped = out.toString();
        }
        return unescaped;
    }

    /** Appends what an escape stands for, whose letter is given, and returns what stands behind it. */
    private int unescape(int letter, StringBuilder out) {
        int digits = letter + 1;
        if (text[letter] == 'u') {
            int end = digits + UNICODE_ESCAPE_DIGITS;
            out.append((char) Integer.parseInt(new String(text, digits, end - digits, StandardCharsets.US_ASCII), 16));
            return end;
        }
        int control = "bfnrt".indexOf(text[letter]);
        out.append(control < 0 ? (char) text[letter] : "\b\f\n\r\t".charAt(control));
        return digits;
    }

    private void countToken() throws BodyException {
        tokens++;
        if (tokens > JsonLimits.MAX_TOKENS) {
            throw beyondLimit();
        }
    }

    private BodyException notJson() {
        return new BodyException("not JSON at byte " + at);
    }

    private static BodyException beyondLimit() {
        return new BodyException("beyond a limit: depth " + JsonLimits.MAX_DEPTH + ", digits of a number "
                + JsonLimits.MAX_NUMBER_DIGITS + ", tokens " + JsonLimits.MAX_TOKENS + ", bytes of a name "
                + JsonLimits.MAX_NAME_BYTES);
    }
}
