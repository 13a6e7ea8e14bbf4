package dev.sluice.chaos;

import dev.sluice.process.PrivateNetwork.Way;
import org.jspecify.annotations.Nullable;

/** What happens to a worker of a cluster under load. */
enum Blow {
    /** SIGKILL, and a new one in its place. */
    KILL(null),
    /** SIGSTOP, and SIGCONT after 15 s. */
    FREEZE(null),
    /** Nothing reaches it and nothing comes from it for 15 s. */
    CUT(Way.BOTH),
    /** Nothing reaches it for 15 s. */
    DEAF(Way.IN),
    /** Nothing comes from it for 15 s. */
    MUTE(Way.OUT),
    /** Its cable is pulled for 15 s. */
    UNPLUG(Way.LINK),
    /** SIGTERM for each in turn, and a new one in its place. */
    ROLL(null);

    private final @Nullable Way way;

    Blow(@Nullable Way way) {
        this.way = way;
    }

    /** How it is cut off from the others, null if it is not. */
    @Nullable
    Way way() {
        return way;
    }
}
