package dev.sluice.worker;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Refuses decimals whose exponent is out of all reason. Their text is short, but the sum of {@code 1e999999} and
 * {@code 1} has a million digits, and would hold a worker for a second. Immutable.
 */
final class BoundedDecimals {
    /** The most places a decimal may have before or behind the point. */
    static final int MAX_EXPONENT = 1_000;

    /** What a client is told. */
    static final String REASON = "exponent of a number beyond " + MAX_EXPONENT;

    private BoundedDecimals() {}

    static Module module() {
        return new SimpleModule("decimals").addDeserializer(BigDecimal.class, new Reader());
    }

    private static final class Reader extends StdScalarDeserializer<BigDecimal> {
        private static final long serialVersionUID = 1L;

        private static final JsonDeserializer<BigDecimal> PLAIN = NumberDeserializers.BigDecimalDeserializer.instance;

        Reader() {
            super(BigDecimal.class);
        }

        @Override
        public @Nullable BigDecimal deserialize(JsonParser in, DeserializationContext context) throws IOException {
            BigDecimal number = PLAIN.deserialize(in, context);
            if (number != null && (number.scale() > MAX_EXPONENT || number.scale() < -MAX_EXPONENT)) {
                throw MismatchedInputException.from(in, BigDecimal.class, REASON);
            }
            return number;
        }

        @Override
        public LogicalType logicalType() {
            return LogicalType.Float;
        }
    }
}
