package dev.sluice.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The short forms of {@link Overload} and {@link Fairness}. */
class OverloadIT {
    private static final int SECONDS = 3;

    /** Wide: after three seconds the JVM is not warm, and the machine may be busy. Who starves waits longer than that. */
    private static final double MOST_TIMES = 10;

    @Test
    void threeTimesTheCapacityIsAnsweredWithResultsOrRefusals() throws Exception {
        ShortForm form = new ShortForm();
        Criteria criteria = new Overload(new Launch(ShortForm.jar()), SECONDS, form.out()).run();
        criteria.print(form.out());
        assertThat(criteria.failuresOf("every request is answered, with a result or OVERLOADED executed \"no\""))
                .as(form.printed())
                .isEmpty();
    }

    @Test
    void tenGreedyClientsDoNotStarveAModestOne() throws Exception {
        ShortForm form = new ShortForm();
        Criteria criteria = new Fairness(new Launch(ShortForm.jar()), SECONDS, MOST_TIMES, form.out()).run();
        criteria.print(form.out());
        assertThat(criteria.failures()).as(form.printed()).isEmpty();
    }
}
