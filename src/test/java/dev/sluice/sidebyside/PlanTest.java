package dev.sluice.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which load comes when. */
class PlanTest {
    private static final List<Contender> THREE = List.of(Contender.SLUICE, Contender.GRPC, Contender.THRIFT);

    @Test
    void everyRoundBeginsWithAnotherServer() {
        Plan plan = plan(THREE, List.of(Shape.PIPELINED));

        assertThat(contenders(plan, 1)).containsExactly(Contender.SLUICE, Contender.GRPC, Contender.THRIFT);
        assertThat(contenders(plan, 2)).containsExactly(Contender.GRPC, Contender.THRIFT, Contender.SLUICE);
        assertThat(contenders(plan, 3)).containsExactly(Contender.THRIFT, Contender.SLUICE, Contender.GRPC);
        assertThat(contenders(plan, 4)).isEqualTo(contenders(plan, 1));
    }

    @Test
    void oneProcessServesAllShapesThatSuitItInTheOrderOfThePlan() {
        List<Shape> shapes = List.of(Shape.PIPELINED, Shape.SLOW_SHARE, Shape.DEEP);
        List<Plan.Visit> visits = plan(THREE, shapes).visits(2);

        assertThat(visits.get(0).steps())
                .containsExactly(new Step(2, Contender.GRPC, Shape.PIPELINED), new Step(2, Contender.GRPC, Shape.DEEP));
        assertThat(visits.get(2).steps()).extracting(Step::shape).containsExactlyElementsOf(shapes);
    }

    @Test
    void theOpenLoopComesWhenItsRateIsKnown() {
        List<Plan.Visit> visits =
                plan(THREE, List.of(Shape.HALF_RATE, Shape.ONE_EACH)).visits(1);

        assertThat(visits).hasSize(5);
        assertThat(visits.subList(0, 3))
                .allSatisfy(visit ->
                        assertThat(visit.steps()).extracting(Step::shape).containsExactly(Shape.ONE_EACH));
        assertThat(visits.subList(3, 5))
                .containsExactly(
                        new Plan.Visit(Contender.SLUICE, List.of(new Step(1, Contender.SLUICE, Shape.HALF_RATE))),
                        new Plan.Visit(Contender.GRPC, List.of(new Step(1, Contender.GRPC, Shape.HALF_RATE))));
    }

    @Test
    void whatTheServersCannotGiveIsLeftOut() {
        List<Shape> shapes = List.of(Shape.ONE_EACH, Shape.SLOW_SHARE, Shape.HALF_RATE);

        assertThat(plan(THREE, shapes).feasible().shapes()).isEqualTo(shapes);
        assertThat(plan(List.of(Contender.SLUICE), shapes).feasible().shapes())
                .containsExactly(Shape.ONE_EACH, Shape.SLOW_SHARE);
        assertThat(plan(List.of(Contender.GRPC), shapes).feasible().shapes())
                .containsExactly(Shape.ONE_EACH, Shape.HALF_RATE);
        assertThat(plan(THREE, List.of(Shape.HALF_RATE)).feasible().shapes()).isEmpty();
    }

    @Test
    void theWholeFormTakesAboutHalfAnHour() {
        Plan whole = new Plan(
                3, Duration.ofSeconds(10), Duration.ofSeconds(4), List.of(Contender.values()), List.of(Shape.values()));

        assertThat(whole.estimate()).isBetween(Duration.ofMinutes(20), Duration.ofMinutes(31));
    }

    private static List<Contender> contenders(Plan plan, int round) {
        return plan.visits(round).stream().map(Plan.Visit::contender).toList();
    }

    private static Plan plan(List<Contender> contenders, List<Shape> shapes) {
        return new Plan(4, Duration.ofSeconds(10), Duration.ofSeconds(4), contenders, shapes);
    }
}
