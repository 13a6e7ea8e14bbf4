package dev.sluice.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a size such as {@code 100}, {@code 1KiB} or {@code 2MiB}, in bytes. */
final class BenchSize implements ITypeConverter<Integer> {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,8})(KiB|MiB)?");
    private static final int LEAST = 4;
    private static final int MOST = 16 * 1024 * 1024;

    @Override
    public Integer convert(String text) {
        Matcher size = SIZE.matcher(text);
        long bytes = size.matches() ? Long.parseLong(size.group(1)) * unit(size.group(2)) : 0;
        if (bytes < LEAST || bytes > MOST) {
            throw new TypeConversionException("'" + text + "' is not a size such as 100, 1KiB or 2MiB (4 to 16MiB)");
        }
        return (int) bytes;
    }

    private static long unit(String name) {
        if (name == null) {
            return 1;
        }
        return name.equals("KiB") ? 1_024 : 1_024 * 1_024;
    }
}
