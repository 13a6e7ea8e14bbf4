package dev.sluice.chaos;

import dev.sluice.chaos.Client.Seat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The kinds of clients. */
enum Part {
    SLOW_READER,
    PIPELINER,
    HESITANT,
    LATE_SENDER,
    HELLO_CLIENT,
    HALF_CLOSER,
    ABANDONER,
    DROPPER,
    REGULAR,
    PERSISTENT;

    /** Who comes beside the slow readers to any crowd. */
    private static final List<Part> OTHERS =
            List.of(PIPELINER, HESITANT, LATE_SENDER, HELLO_CLIENT, HALF_CLOSER, ABANDONER, DROPPER);

    Client play(Seat seat) {
        return switch (this) {
            case SLOW_READER -> new SlowReader(seat);
            case PIPELINER -> new Pipeliner(seat);
            case HESITANT -> new Hesitant(seat);
            case LATE_SENDER -> new LateSender(seat);
            case HELLO_CLIENT -> new HelloClient(seat);
            case HALF_CLOSER -> new HalfCloser(seat);
            case ABANDONER -> new Abandoner(seat);
            case DROPPER -> new Dropper(seat);
            case REGULAR -> new Regular(seat);
            case PERSISTENT -> new Persistent(seat);
        };
    }

    /** The kernel's buffer for what is not read yet, 0 for its own choice. */
    int receiveBytes() {
        return this == SLOW_READER ? SlowReader.RECEIVE_BYTES : 0;
    }

    /** True for those who connect again when a connection has ended. */
    boolean comesBack() {
        return compareTo(HALF_CLOSER) >= 0;
    }

    /** A third slow readers, the others in numbers by chance, in an order by chance. */
    static List<Part> cast(int clients, Random random) {
        List<Part> parts = new ArrayList<>(Collections.nCopies(clients / 3, SLOW_READER));
        while (parts.size() < clients) {
            parts.add(OTHERS.get(random.nextInt(OTHERS.size())));
        }
        Collections.shuffle(parts, random);
        return parts;
    }

    /** Those who stay whatever happens to connections: half of them know of drains, and ask again. */
    static List<Part> regulars(int clients) {
        List<Part> parts = new ArrayList<>(Collections.nCopies(clients / 2, REGULAR));
        parts.addAll(Collections.nCopies(clients - parts.size(), PERSISTENT));
        return parts;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
