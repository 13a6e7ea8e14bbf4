package dev.sluice.gateway;

import dev.sluice.gateway.SimFrame.Place;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the server may say by itself: to whom, when, and what it promises by that. */
final class TalkRules {
    private static final Pattern DRAIN =
            Pattern.compile("\\{\"jsonrpc\":\"2.0\",\"method\":\"\\$/drain\",\"params\":\\{\"deadlineMs\":\\d+}}");
    private static final Pattern GOODBYE = Pattern.compile(
            "\\{\"jsonrpc\":\"2.0\",\"method\":\"\\$/goodbye\",\"params\":\\{\"reason\":\"(drain|maxAge)\"}}");

    private final SimWorld world;
    private final Promises promises;

    TalkRules(SimWorld world) {
        this.world = world;
        this.promises = world.promises();
    }

    void onNotification(SimClient client, String json) {
        client.listens |= saidHelloWithoutId(client);
        promises.require(client.listens, "P1", "a notification to a client that does not listen", client);
        promises.require(!client.toldGoodbye, "P1", "a notification behind the goodbye", client);
        if (DRAIN.matcher(json).matches()) {
            onDrain(client);
        } else {
            Matcher goodbye = GOODBYE.matcher(json);
            promises.require(goodbye.matches(), "Wire", "an unknown notification " + json, client);
            boolean mayBeOld = world.conditions().limits().times().maxAgeNanos() < Long.MAX_VALUE;
            promises.require(mayBeOld || goodbye.group(1).equals("drain"), "Wire", "a goodbye for age", client);
            onGoodbye(client);
        }
    }

    /** A notification is not answered, but it counts. */
    private static boolean saidHelloWithoutId(SimClient client) {
        for (SimFrame frame : client.frames()) {
            for (SimCall call : frame.calls) {
                if (frame.place == Place.READ && call.hasCapability && call.isNotification()) {
                    return true;
                }
            }
        }
        return false;
    }

    private void onDrain(SimClient client) {
        promises.require(!client.toldDrain, "P3", "told of the drain twice", client);
        boolean isNear = client.loop.isDrainAnnounced() || client.drainingNanos() >= 0 || client.retiresAtTick;
        promises.require(isNear, "P3", "told of a drain that is none", client);
        client.toldDrain = true;
        world.count(SimEvent.TOLD_DRAIN);
    }

    /** Whatever is unanswered now was never executed, and never will be. */
    private void onGoodbye(SimClient client) {
        boolean isDrained = client.drainingNanos() >= 0 || client.loop.isDraining();
        promises.require(isDrained, "P3", "goodbye without a drain", client);
        client.toldGoodbye = true;
        world.count(SimEvent.TOLD_GOODBYE);
        for (SimFrame frame : client.frames()) {
            if (!frame.answered) {
                for (SimCall call : frame.calls) {
                    promises.require(call.starts == 0 || call.isNotification(), "P2", "executed, no answer", call);
                    call.saidNo = true;
                }
            }
            promises.require(!frame.isOwed() || frame.place != Place.READ, "P1", "goodbye before its answer", frame);
        }
    }
}
