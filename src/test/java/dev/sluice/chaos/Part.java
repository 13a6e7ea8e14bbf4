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
    DROPPER;

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
        };
    }

    /** The kernel's buffer for what is not read yet, 0 for its own choice. */
    int receiveBytes() {
        return this == SLOW_READER ? SlowReader.RECEIVE_BYTES : 0;
    }

    /** True for those whose connections are short, and who connect again. */
    boolean comesBack() {
        return compareTo(HALF_CLOSER) >= 0;
    }

    /** A third slow readers, the others in numbers by chance, in an order by chance. */
    static List<Part> cast(int clients, Random random) {
        List<Part> parts = new ArrayList<>(Collections.nCopies(clients / 3, SLOW_READER));
        while (parts.size() < clients) {
            parts.add(values()[1 + random.nextInt(values().length - 1)]);
        }
        Collections.shuffle(parts, random);
        return parts;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
