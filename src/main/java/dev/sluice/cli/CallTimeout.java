package dev.sluice.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time such as {@code 500ms}, {@code 2s} or {@code 5m}. */
public final class CallTimeout implements ITypeConverter<Duration> {
    private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(ms|s|m)");
    private static final Duration MAX = Duration.ofHours(24);

    @Override
    public Duration convert(String text) {
        Matcher time = TIME.matcher(text);
        Duration value = time.matches() ? of(Long.parseLong(time.group(1)), time.group(2)) : Duration.ZERO;
        if (value.isZero() || value.compareTo(MAX) > 0) {
            throw new TypeConversionException("'" + text + "' is not a time such as 500ms, 2s or 5m (1ms to 24h)");
        }
        return value;
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
    }
}
