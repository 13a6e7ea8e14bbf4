package dev.sluice.gateway;

import java.util.Random;

/** One step of a schedule. */
enum SimAction {
    /** A client sends a frame; its bytes wait in the network. */
    ASK(220, Side.CLIENT),
    /** Bytes come to the server, cut anywhere. */
    ARRIVE(220, Side.LOOP),
    /** An event loop finishes its turn. */
    TURN(160, Side.LOOP),
    /** An event loop has nothing left to do. */
    TURNS(60, Side.LOOP),
    /** A worker takes a batch of calls. */
    WORK(140, Side.WORKER),
    /** A thread of the blocking pool takes a call. */
    POOL(40, Side.WORKER),
    /** A handler that ran on ends. */
    END(80, Side.WORKER),
    /** Replies come back. */
    REPLY(120, Side.LOOP),
    /** The kernel takes bytes, or stops taking them. */
    KERNEL(60, Side.LOOP),
    /** Time passes, timers fire. */
    TIME(100, Side.LOOP),
    /** A client connects. */
    CONNECT(20, Side.LOOP),
    /** A client has nothing more to ask. */
    FIN(6, Side.LOOP),
    /** A client breaks its connection. */
    RESET(3, Side.LOOP),
    /** The clients hear that the node will go away. */
    ANNOUNCE(2, Side.LOOP),
    /** The node begins to go away. */
    DRAIN(4, Side.LOOP);

    /** Who does it. */
    enum Side {
        CLIENT,
        LOOP,
        WORKER
    }

    private final int weight;
    final Side side;

    SimAction(int weight, Side side) {
        this.weight = weight;
        this.side = side;
    }

    /** Which steps a schedule takes, how often: each schedule has a taste of its own. */
    static final class Choice {
        private static final SimAction[] ALL = values();

        private final Random random;
        private final int[] weights = new int[ALL.length];
        private int sum;

        Choice(Random random) {
            this.random = random;
            for (int i = 0; i < ALL.length; i++) {
                weights[i] = ALL[i].weight * (random.nextInt(6) + random.nextInt(2) * 4);
                sum += weights[i];
            }
        }

        SimAction next() {
            int dice = random.nextInt(Math.max(1, sum));
            int i = 0;
            while (i < ALL.length - 1 && dice >= weights[i]) {
                dice -= weights[i++];
            }
            return ALL[i];
        }
    }
}
