package dev.sluice.sidebyside;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options, and says what is allowed if they are not. Stateless. */
final class Arguments {
    private static final Pattern ROUNDS = Pattern.compile("[1-9][0-9]?");

    private Arguments() {}

    /** Reads a number of rounds. */
    static final class OfRounds implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            if (!ROUNDS.matcher(text).matches()) {
                throw new TypeConversionException("'" + text + "' is not a number of rounds, 1 to 99");
            }
            return Integer.parseInt(text);
        }
    }

    /** Reads a server. */
    static final class OfContender implements ITypeConverter<Contender> {
        @Override
        public Contender convert(String text) {
            return find(text, Contender.values(), Contender::label);
        }
    }

    /** Reads a shape. */
    static final class OfShape implements ITypeConverter<Shape> {
        @Override
        public Shape convert(String text) {
            return find(text, Shape.values(), Shape::label);
        }
    }

    private static <T> T find(String text, T[] all, Function<T, String> label) {
        for (T one : all) {
            if (label.apply(one).equals(text)) {
                return one;
            }
        }
        List<String> labels = Arrays.stream(all).map(label).toList();
        throw new TypeConversionException("'" + text + "' is none of " + String.join(", ", labels));
    }
}
