package dev.sluice.hostile;

/**
 * All hostile shapes at once, or some of them with {@code --shape NAME,NAME}, for {@code --seconds N}, against a server with a
 * heap of 128 MiB. Ends with 1 if a criterion fails.
 */
public final class Hostile {
    private static final int SECONDS = 600;

    private Hostile() {}

    /** Takes the path of the fat jar. */
    public static void main(String[] args) throws Exception {
        Arguments arguments = Arguments.of(args);
        String shapes = arguments.text("--shape", "");
        HostileRun.Settings settings = new HostileRun.Settings(
                arguments.jar(),
                shapes.isEmpty() ? Shape.all() : Shape.named(shapes),
                arguments.number("--seconds", SECONDS),
                arguments.sets());
        new HostileRun(settings, System.out).run().exit(System.out);
    }
}
