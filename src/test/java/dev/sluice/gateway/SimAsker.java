package dev.sluice.gateway;

import dev.sluice.gateway.SimCall.Kind;
import dev.sluice.jsonrpc.ServerNotification;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Decides what clients send: mostly requests, and a little of everything that is wrong with frames and bodies. */
final class SimAsker {
    private static final String[] NO_JSON = {"", "no json", "{\"jsonrpc\":\"2.0\"", "[1,]", "\u0001"};
    private static final String[] NO_REQUEST = {"{}", "1", "[]", "\"text\"", "{\"jsonrpc\":\"2.0\",\"id\":{}}"};
    private static final byte[][] BAD_MAGIC = {
        ascii("GET / HTTP/1.1\r\n\r\n"), {(byte) 0xC0, (byte) 0xDE, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, {0x16, 3, 1}
    };
    private static final int[] FIRST_WRONG = {0, 2, 0};
    private static final int FLOOD_FRAMES = 300;

    private final SimWorld world;
    private final SimEntries entries;
    private final Random random;
    private int requestIds;

    SimAsker(SimWorld world, SimHandlers handlers) {
        this.world = world;
        this.entries = new SimEntries(world, handlers);
        this.random = world.random();
    }

    /** Sends one frame, or what is none. */
    void ask(SimClient client) {
        int dice = random.nextInt(200);
        if (dice < 112) {
            single(client, Kind.GOOD);
        } else if (dice < 128) {
            single(client, entries.kindOfBad());
        } else if (dice < 152) {
            batch(client);
        } else if (dice < 166) {
            nonsense(client);
        } else if (dice < 176) {
            single(client, Kind.CANCEL);
        } else if (dice < 184) {
            single(client, Kind.HELLO);
        } else if (dice < 190) {
            doubled(client);
        } else if (dice < 193) {
            reserved(client);
        } else {
            rarely(client, dice);
        }
    }

    private void rarely(SimClient client, int dice) {
        switch (dice) {
            case 193, 194 -> tooLarge(client);
            case 195, 196 -> badMagic(client);
            case 197, 198 -> {
                half(client);
                client.silent = true;
                world.count(SimEvent.CLIENT_SILENT);
            }
            default -> {
                if (random.nextInt(20) == 0) {
                    flood(client);
                }
            }
        }
    }

    /** Sends the beginning of a frame whose rest will never come. */
    void half(SimClient client) {
        client.stream.sendHalf(ascii("{\"jsonrpc\":\"2.0\",\"method\":\"none\"}"), random.nextInt(40));
        world.trace().line("    half a frame from " + client);
    }

    private void single(SimClient client, Kind kind) {
        SimFrame frame = new SimFrame(client, nextRequestId(), false);
        send(frame, entries.entry(frame, kind));
    }

    /** Two frames with one id: both run, both are answered with it. */
    private void doubled(SimClient client) {
        world.count(SimEvent.DOUBLED_FRAME_ID);
        int requestId = nextRequestId();
        for (int i = 0; i < 2; i++) {
            SimFrame frame = new SimFrame(client, requestId, false);
            send(frame, entries.withId(frame, Kind.GOOD));
        }
    }

    /** With the id that is the server's, once the client listens. */
    private void reserved(SimClient client) {
        SimFrame frame = new SimFrame(client, ServerNotification.REQUEST_ID, false);
        send(frame, entries.withId(frame, Kind.GOOD));
    }

    private void batch(SimClient client) {
        int maxBatch = world.conditions().limits().frames().maxBatch();
        int count = 1 + random.nextInt(maxBatch + 1);
        boolean tooMany = count > maxBatch;
        SimFrame frame = new SimFrame(client, nextRequestId(), !tooMany);
        SimFrame nobodys = tooMany ? new SimFrame(client, 0, true) : frame;
        StringBuilder body = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            body.append(i == 0 ? "" : ",");
            int dice = random.nextInt(12);
            if (dice == 0) {
                nobodys.nullAnswers++;
                body.append('1');
            } else {
                Kind kind = dice == 1 ? entries.kindOfBad() : dice == 2 ? Kind.CANCEL : Kind.GOOD;
                body.append(kind == Kind.INVALID ? entries.withId(nobodys, kind) : entries.inBatch(nobodys, kind));
            }
        }
        frame.nullCode = -32600;
        if (tooMany) {
            frame.nullAnswers = 1;
        }
        send(frame, body.append(']').toString());
    }

    private void nonsense(SimClient client) {
        boolean json = random.nextBoolean();
        String[] bodies = json ? NO_REQUEST : NO_JSON;
        send(refused(client, nextRequestId(), json ? -32600 : -32700), bodies[random.nextInt(bodies.length)]);
    }

    /** More frames than one turn takes of one client. */
    private void flood(SimClient client) {
        for (int i = 0; i < FLOOD_FRAMES; i++) {
            send(refused(client, nextRequestId(), -32600), "1");
        }
        world.count(SimEvent.FLOOD);
    }

    private void tooLarge(SimClient client) {
        int declared =
                random.nextBoolean() ? -1 : world.conditions().limits().frames().maxBytes() + 1;
        client.stream.sendTooLarge(refused(client, nextRequestId(), -32004), declared, random.nextInt(300));
        world.trace().line("    a frame above the limit from " + client);
    }

    private void badMagic(SimClient client) {
        int which = random.nextInt(BAD_MAGIC.length);
        client.stream.sendBadMagic(BAD_MAGIC[which], FIRST_WRONG[which]);
        world.trace().line("    bad magic from " + client);
    }

    private static SimFrame refused(SimClient client, int requestId, int code) {
        SimFrame frame = new SimFrame(client, requestId, false);
        frame.nullAnswers = 1;
        frame.nullCode = code;
        return frame;
    }

    private void send(SimFrame frame, String body) {
        byte[] bytes = ascii(body);
        SimClient client = frame.client;
        if (bytes.length > world.conditions().limits().frames().maxBytes()) {
            // its calls are in a frame that is never read
            client.stream.sendTooLarge(refused(client, frame.requestId, -32004), bytes.length, bytes.length);
        } else {
            client.stream.send(frame, bytes);
        }
        if (world.trace().isOn()) {
            world.trace().line("    " + frame + ": " + (body.length() < 600 ? body : body.length() + " bytes"));
        }
    }

    /** Every value is legal, so some are negative as an int. */
    private int nextRequestId() {
        requestIds++;
        return requestIds % 3 == 0 ? -1 - requestIds : requestIds;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
