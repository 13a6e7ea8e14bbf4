package dev.sluice.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The short form of {@link Idle}. */
class IdleIT {
    private static final Idle.Settings SETTINGS = new Idle.Settings(3_000, 4, 1);

    @Test
    void threeThousandQuietClientsCostLittleAndLiveOn() throws Exception {
        ShortForm form = new ShortForm();
        Launch launch = new Launch(ShortForm.jar()).set("limits.firstByteTimeout=2s");
        Criteria criteria = new Idle(launch, SETTINGS, form.out()).run();
        criteria.print(form.out());
        assertThat(criteria.failuresOf(
                        "an idle connection costs at most 10 KiB of heap",
                        "all of them are served after their silence"))
                .as(form.printed())
                .isEmpty();
    }
}
