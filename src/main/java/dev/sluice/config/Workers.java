package dev.sluice.config;

/**
 * What runs the handlers.
 *
 * @param instances worker verticles, 1 to 1024
 */
public record Workers(int instances) {

    static Workers from(Settings settings) throws ConfigException {
        int processors = Runtime.getRuntime().availableProcessors();
        return new Workers(settings.integerOrAuto(
                "workers.instances",
                Math.min(1024, Math.max(2, processors)),
                "1..1024",
                "Worker verticles that run handlers; auto is one per processor, at least 2"));
    }
}
