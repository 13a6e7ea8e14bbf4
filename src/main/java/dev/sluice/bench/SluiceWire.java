package dev.sluice.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.frame.FrameHeader;
import dev.sluice.jsonrpc.ServerNotification;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Sluice's frames and JSON-RPC. The frame's id tells answers apart; the JSON id is always 1, so that a request is bytes made
 * once. Whether an answer is a result is read from its first bytes if it begins as Sluice writes it, else parsed.
 */
public final class SluiceWire implements Wire {
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] PREFIX = "{\"jsonrpc\":\"2.0\",\"".getBytes(StandardCharsets.UTF_8);
    private static final byte[] RESULT_MEMBER = "result\":".getBytes(StandardCharsets.UTF_8);
    private static final byte[] GOODBYE = "method\":\"$/goodbye\"".getBytes(StandardCharsets.UTF_8);
    private static final int HELLO_ID = Integer.MAX_VALUE;

    /** What an answer has to be. */
    public enum Expect {
        /** A JSON-RPC response. */
        RESPONSES,
        /** The same, and that the server says goodbye: each connection begins with {@code rpc.hello}. */
        GOODBYE,
        /** A frame, whatever is in it. */
        ANY_FRAMES
    }

    private final byte[] fast;
    private final byte[] slow;
    private final Expect expect;

    private SluiceWire(byte[] fast, byte[] slow, Expect expect) {
        this.fast = fast;
        this.slow = slow;
        this.expect = expect;
    }

    /**
     * The wire of connections that send two kinds of requests.
     *
     * @param fast the body of most of them
     * @param slow the body of a slow one
     */
    public static SluiceWire of(byte[] fast, byte[] slow, Expect expect) {
        return new SluiceWire(frame(fast), frame(slow), expect);
    }

    /** The body of a request. */
    public static byte[] request(String method, String params) {
        String member = params.isEmpty() ? "" : ",\"params\":" + params;
        String body = "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\"" + member + ",\"id\":1}";
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] frame(byte[] body) {
        byte[] frame = new byte[FrameHeader.BYTES + body.length];
        FrameHeader.write(frame, 0, 0, body.length);
        System.arraycopy(body, 0, frame, FrameHeader.BYTES, body.length);
        return frame;
    }

    @Override
    public void greet(ByteBuffer out) {
        if (expect == Expect.GOODBYE) {
            int at = out.position();
            out.put(frame(request("rpc.hello", "{\"capabilities\":[\"drain\"]}")));
            out.putInt(at + Integer.BYTES, HELLO_ID);
        }
    }

    @Override
    public int requestBytes(boolean isSlow) {
        return (isSlow ? slow : fast).length;
    }

    @Override
    public void write(ByteBuffer out, int id, boolean isSlow) {
        int at = out.position();
        out.put(isSlow ? slow : fast);
        out.putInt(at + Integer.BYTES, id);
    }

    @Override
    public int read(ByteBuffer in, Answers answers) throws WireException {
        while (in.remaining() >= FrameHeader.BYTES) {
            int at = in.position();
            if (in.getInt(at) != FrameHeader.MAGIC) {
                throw new WireException("these are no frames of Sluice: expected the magic "
                        + Integer.toHexString(FrameHeader.MAGIC) + ", got " + Integer.toHexString(in.getInt(at)));
            }
            int length = in.getInt(at + 2 * Integer.BYTES);
            if (length < 0 || length > Integer.MAX_VALUE - FrameHeader.BYTES) {
                throw new WireException(
                        "an answer of " + Integer.toUnsignedString(length) + " bytes is too long to read");
            }
            int end = FrameHeader.BYTES + length;
            if (in.remaining() < end) {
                return end;
            }
            take(in, at + FrameHeader.BYTES, length, in.getInt(at + Integer.BYTES), answers);
            in.position(at + end);
        }
        return 0;
    }

    private void take(ByteBuffer in, int at, int length, int id, Answers answers) {
        if (expect == Expect.ANY_FRAMES) {
            answers.answered(id, RESULT);
        } else if (id == ServerNotification.REQUEST_ID) {
            if (begins(in, at, length, GOODBYE)) {
                answers.goodbye();
            }
        } else if (id != HELLO_ID) {
            answers.answered(id, begins(in, at, length, RESULT_MEMBER) ? RESULT : code(in, at, length));
        }
    }

    /** True if the first member after {@code jsonrpc} begins like this. */
    private static boolean begins(ByteBuffer in, int at, int length, byte[] member) {
        return length > PREFIX.length + member.length && isAt(PREFIX, in, at) && isAt(member, in, at + PREFIX.length);
    }

    private static int code(ByteBuffer in, int at, int length) {
        byte[] body = new byte[length];
        in.get(at, body);
        return parsedCode(body);
    }

    private static boolean isAt(byte[] expected, ByteBuffer in, int at) {
        for (int i = 0; i < expected.length; i++) {
            if (in.get(at + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** Of an answer that does not begin like a result of Sluice: an error, another order of members, or something else. */
    private static int parsedCode(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return NO_RESPONSE;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("result")) {
                    return RESULT;
                } else if (name.equals("error")) {
                    return errorCode(parser);
                }
                parser.skipChildren();
            }
        } catch (IOException e) {
            return NO_RESPONSE;
        }
        return NO_RESPONSE;
    }

    private static int errorCode(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return NO_RESPONSE;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean isCode = parser.currentName().equals("code");
            parser.nextToken();
            if (isCode) {
                return parser.getIntValue();
            }
            parser.skipChildren();
        }
        return NO_RESPONSE;
    }
}
