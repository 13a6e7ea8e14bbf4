package dev.sluice.bus;

import dev.sluice.frame.Frame;
import dev.sluice.jsonrpc.Incoming;
import dev.sluice.jsonrpc.Meta;
import java.util.ArrayList;
import java.util.List;

/** Calls for tests of the bus. */
final class TestCalls {
    private TestCalls() {}

    static Call call(long ticket) {
        return call(ticket, new Origin("192.0.2.1", 1, null));
    }

    static Call call(long ticket, Origin client) {
        Incoming.Request request = new Incoming.Request(null, "work", 0, 0, Meta.NONE);
        return new Call(ticket, new Frame(1, new byte[0]), request, client, new Call.Window(0, 0));
    }

    static List<Call> calls(int count) {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(call(i));
        }
        return calls;
    }
}
