package dev.sluice.sidebyside;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What is to be compared, and in which order. Each round begins with another server, so that none always runs when the
 * machine is in the same mood.
 *
 * @param warmup load on a server before its first step
 * @param window time in which is counted, of each step
 */
record Plan(int rounds, Duration warmup, Duration window, List<Contender> contenders, List<Shape> shapes) {
    /** Steps after the first find a warm server; this part of the warm-up lets it get used to another shape. */
    private static final int SETTLE_SHARE = 2;

    private static final Duration START_AND_STOP = Duration.ofSeconds(3);
    private static final Duration LAST_ANSWERS = Duration.ofMillis(300);

    /** One life of a server: steps that its process serves one after the other, 1 or more. */
    record Visit(Contender contender, List<Step> steps) {}

    Plan {
        contenders = List.copyOf(contenders);
        shapes = List.copyOf(shapes);
    }

    /** The same without what these servers cannot give: an open loop needs the rate of gRPC. */
    Plan feasible() {
        List<Shape> kept = new ArrayList<>(shapes);
        if (!hasRate()) {
            kept.remove(Shape.HALF_RATE);
        }
        kept.removeIf(shape -> contenders.stream().noneMatch(shape::suits));
        return new Plan(rounds, warmup, window, contenders, kept);
    }

    private boolean hasRate() {
        return contenders.contains(Contender.GRPC) && shapes.contains(Shape.ONE_EACH);
    }

    /** Time before each step after the change of its shape. */
    Duration settle() {
        return warmup.dividedBy(SETTLE_SHARE);
    }

    /**
     * The lives of servers in a round. The open loop comes last, when its rate is known.
     *
     * @param round from 1 on
     */
    List<Visit> visits(int round) {
        List<Visit> visits = new ArrayList<>();
        List<Contender> order = rotated(contenders, round - 1);
        for (Contender contender : order) {
            addVisit(
                    visits,
                    round,
                    contender,
                    shapes.stream().filter(shape -> !shape.isOpen()).toList());
        }
        for (Contender contender : order) {
            addVisit(
                    visits,
                    round,
                    contender,
                    shapes.stream().filter(Shape::isOpen).toList());
        }
        return visits;
    }

    private static void addVisit(List<Visit> visits, int round, Contender contender, List<Shape> shapes) {
        List<Step> steps = shapes.stream()
                .filter(shape -> shape.suits(contender))
                .map(shape -> new Step(round, contender, shape))
                .toList();
        if (!steps.isEmpty()) {
            visits.add(new Visit(contender, steps));
        }
    }

    private static List<Contender> rotated(List<Contender> contenders, int by) {
        List<Contender> order = new ArrayList<>(contenders);
        Collections.rotate(order, -by);
        return order;
    }

    /** How long all of it takes, about. */
    Duration estimate() {
        List<Visit> visits = visits(1);
        int steps = visits.stream().mapToInt(visit -> visit.steps().size()).sum();
        Duration ofVisits = START_AND_STOP.plus(warmup).multipliedBy(visits.size());
        Duration ofSteps = settle().plus(window).plus(LAST_ANSWERS).multipliedBy(steps);
        return ofVisits.plus(ofSteps).multipliedBy(rounds);
    }
}
