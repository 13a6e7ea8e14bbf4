package dev.sluice.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a share such as {@code 1%} or {@code 0.5%}; 0 to 1. */
final class BenchShare implements ITypeConverter<Double> {
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,6})?)%");
    private static final double ALL = 100;

    @Override
    public Double convert(String text) {
        Matcher percent = PERCENT.matcher(text);
        double share = percent.matches() ? Double.parseDouble(percent.group(1)) : Double.NaN;
        if (!(share <= ALL)) {
            throw new TypeConversionException("'" + text + "' is not a share such as 1% or 0.5% (0% to 100%)");
        }
        return share / ALL;
    }
}
