package dev.sluice.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The short form of {@link Hostile}: the node lives, logs no error and counts every call. What depends on the speed of the
 * machine is judged by the long form.
 */
class HostileIT {
    private static final int SECONDS = 10;

    @Test
    void allHostileClientsAtOnceDoNotBringTheNodeDown() throws Exception {
        run(Shape.all());
    }

    @Test
    void aThousandClientsThatNeverReadDoNotFillTheMemory() throws Exception {
        run(List.of(Shape.NEVER_READERS));
    }

    private static void run(List<Shape> shapes) throws Exception {
        ShortForm form = new ShortForm();
        HostileRun.Settings settings = new HostileRun.Settings(ShortForm.jar(), shapes, SECONDS, List.of());
        Criteria criteria = new HostileRun(settings, form.out()).run();
        criteria.print(form.out());
        assertThat(criteria.failuresOf(
                        "no OutOfMemoryError, no restart",
                        "no error is logged",
                        "the receipt balances: received is the sum of the others"))
                .as(form.printed())
                .isEmpty();
    }
}
