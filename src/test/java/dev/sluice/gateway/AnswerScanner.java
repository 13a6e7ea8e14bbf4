package dev.sluice.gateway;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers as strictly as they are written, without building anything: one response object, or an array of them.
 * Reused for all answers of a thread.
 */
final class AnswerScanner {
    private byte[] in = new byte[0];
    private int at;
    private int end;
    private boolean first;

    boolean isArray;
    int resultStart;
    int resultEnd;
    int code;

    @Nullable
    String executed;

    boolean hasMeta;
    private int reasonStart;
    private int reasonEnd;
    private int idStart;
    private int idEnd;

    /** Begins with an answer. */
    void open(byte[] bytes, int offset, int length) {
        in = bytes;
        at = offset;
        end = offset + length;
        first = true;
        isArray = length > 0 && in[at] == '[';
        if (isArray) {
            at++;
        }
    }

    /** Reads the next response; false when there is none. */
    boolean next() {
        if (!first && !isArray) {
            check(at == end);
            return false;
        }
        if (!first && peek() == ']') {
            at++;
            check(at == end);
            return false;
        }
        if (!first) {
            expect(',');
        }
        first = false;
        response();
        return true;
    }

    /** The exact text of the id. */
    String id() {
        return text(idStart, idEnd);
    }

    /** The result as it was written. */
    String result() {
        return text(resultStart, resultEnd);
    }

    /** What the error says in {@code data.reason}; often nothing. */
    String reason() {
        return text(reasonStart, reasonEnd);
    }

    private String text(int from, int to) {
        return new String(in, from, to - from, StandardCharsets.UTF_8);
    }

    /** The number behind a member of the result's object that stands first, or -1. */
    int tokenOfResult() {
        String start = "{\"token\":";
        if (resultEnd - resultStart < start.length()
                || !text(resultStart, resultStart + start.length()).equals(start)) {
            return -1;
        }
        return number(resultStart + start.length());
    }

    /** The token in the id: a number, or behind a t in a string; -1 for another id. */
    int tokenOfId() {
        int digits = idStart;
        if (idEnd - digits > 2 && in[digits] == '"' && in[digits + 1] == 't') {
            digits += 2;
        }
        return in[digits] >= '0' && in[digits] <= '9' ? number(digits) : -1;
    }

    private int number(int from) {
        int value = 0;
        for (int i = from; i < end && in[i] >= '0' && in[i] <= '9'; i++) {
            value = value * 10 + in[i] - '0';
        }
        return value;
    }

    private void response() {
        resultStart = -1;
        resultEnd = -1;
        executed = null;
        reasonStart = 0;
        reasonEnd = 0;
        code = 0;
        hasMeta = false;
        literal("{\"jsonrpc\":\"2.0\",");
        if (peekAhead(1) == 'r') {
            literal("\"result\":");
            resultStart = at;
            value();
            resultEnd = at;
        } else {
            literal("\"error\":");
            error();
        }
        if (peekAhead(2) == 'm') {
            literal(",\"meta\":");
            value();
            hasMeta = true;
        }
        literal(",\"id\":");
        idStart = at;
        value();
        idEnd = at;
        expect('}');
    }

    private void error() {
        literal("{\"code\":");
        boolean negative = peek() == '-';
        code = negative ? -number(at + 1) : number(at);
        value();
        literal(",\"message\":");
        value();
        literal(",\"data\":{");
        while (true) {
            int name = at;
            value();
            int nameEnd = at;
            expect(':');
            int start = at;
            value();
            String member = text(name, nameEnd);
            if (member.equals("\"reason\"")) {
                reasonStart = start;
                reasonEnd = at;
            }
            if (member.equals("\"executed\"")) {
                check(executed == null);
                executed = text(start + 1, at - 1);
            }
            if (peek() == '}') {
                break;
            }
            expect(',');
        }
        literal("}}");
    }

    /** Passes any JSON value without white space. */
    private void value() {
        switch (peek()) {
            case '"' -> string();
            case '{', '[' -> nested();
            default -> {
                int from = at;
                while (at < end && ",}]".indexOf(in[at]) < 0) {
                    at++;
                }
                check(at > from);
            }
        }
    }

    private void string() {
        at++;
        while (peek() != '"') {
            at += in[at] == '\\' ? 2 : 1;
        }
        at++;
    }

    private void nested() {
        int depth = 0;
        do {
            byte next = peek();
            if (next == '"') {
                string();
                continue;
            }
            if (next == '{' || next == '[') {
                depth++;
            } else if (next == '}' || next == ']') {
                depth--;
            }
            at++;
        } while (depth > 0);
    }

    private byte peek() {
        check(at < end);
        return in[at];
    }

    private byte peekAhead(int bytes) {
        check(at + bytes < end);
        return in[at + bytes];
    }

    private void expect(char wanted) {
        check(at < end && in[at] == wanted);
        at++;
    }

    private void literal(String wanted) {
        for (int i = 0; i < wanted.length(); i++) {
            expect(wanted.charAt(i));
        }
    }

    private void check(boolean right) {
        if (!right) {
            throw new BrokenPromise(
                    "Wire",
                    "not an answer at byte " + at + " of " + end + ": "
                            + text(Math.max(0, at - 200), Math.min(end, at + 200)));
        }
    }
}
