package dev.sluice.jsonrpc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what almost all bodies are: one request with a method, params and an id, and nothing unusual in it. Says nothing of
 * any other body, whatever is the matter with it; {@link EnvelopeReader} then finds out. So there is one place that decides
 * what is wrong, and this one only has to be sure of what is right.
 *
 * <p>Made for speed: a parser made for each body took 44 of 100 samples of an event loop at 64 x 16 small requests.
 *
 * <p>Used by one thread.
 */
final class PlainRequests {
    private static final byte[] VERSION = {'"', '2', '.', '0', '"'};
    private static final byte[] NAME_OF_VERSION = {'j', 's', 'o', 'n', 'r', 'p', 'c'};
    private static final byte[] NAME_OF_METHOD = {'m', 'e', 't', 'h', 'o', 'd'};
    private static final byte[] NAME_OF_PARAMS = {'p', 'a', 'r', 'a', 'm', 's'};
    private static final byte[] NAME_OF_ID = {'i', 'd'};

    private static final int HAS_VERSION = 1;
    private static final int HAS_METHOD = 2;
    private static final int HAS_PARAMS = 4;
    private static final int HAS_ID = 8;

    private final JsonScan scan = new JsonScan();
    private final NameCache names = new NameCache();

    private int seen;
    private @Nullable String method;
    private byte @Nullable [] id;
    private int paramsOffset;
    private int paramsBytes;

    /**
     * Reads a body.
     *
     * @param body UTF-8
     * @return the request; null if this is anything else, or has to be looked at more closely
     */
    Incoming.@Nullable Request read(byte[] body) {
        scan.begin(body);
        seen = 0;
        method = null;
        id = null;
        paramsOffset = 0;
        paramsBytes = 0;
        if (!scan.take('{')) {
            return null;
        }
        do {
            if (!readMember(body)) {
                return null;
            }
        } while (scan.take(','));
        if (!scan.take('}') || !scan.isAtEnd() || (seen & HAS_VERSION) == 0 || method == null) {
            return null;
        }
        return new Incoming.Request(id, method, paramsOffset, paramsBytes, Meta.NONE);
    }

    private boolean readMember(byte[] body) {
        int from = scan.plainString();
        if (from < 0) {
            return false;
        }
        int to = scan.at() - 1;
        int member = memberOf(body, from, to);
        if (member == 0 || (seen & member) != 0 || !scan.take(':')) {
            return false;
        }
        seen |= member;
        return switch (member) {
            case HAS_VERSION -> scan.take(VERSION);
            case HAS_METHOD -> readMethod(body);
            case HAS_PARAMS -> readParams();
            default -> readId(body);
        };
    }

    private static int memberOf(byte[] body, int from, int to) {
        return switch (to - from) {
            case 2 -> is(NAME_OF_ID, body, from) ? HAS_ID : 0;
            case 6 -> is(NAME_OF_METHOD, body, from) ? HAS_METHOD : is(NAME_OF_PARAMS, body, from) ? HAS_PARAMS : 0;
            case 7 -> is(NAME_OF_VERSION, body, from) ? HAS_VERSION : 0;
            default -> 0;
        };
    }

    private static boolean is(byte[] name, byte[] body, int from) {
        for (int i = 0; i < name.length; i++) {
            if (body[from + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean readMethod(byte[] body) {
        int from = scan.plainString();
        if (from < 0) {
            return false;
        }
        method = names.find(body, from, scan.at() - 1);
        return method != null;
    }

    private boolean readParams() {
        paramsOffset = scan.next();
        if (!scan.structure()) {
            return false;
        }
        paramsBytes = scan.at() - paramsOffset;
        return true;
    }

    private boolean readId(byte[] body) {
        int from = scan.next();
        boolean isRead = scan.isAt('"') ? scan.plainString() >= 0 : scan.number();
        if (!isRead || scan.at() - from > EntryReader.MAX_ID_BYTES) {
            return false;
        }
        id = Arrays.copyOfRange(body, from, scan.at());
        return true;
    }
}
