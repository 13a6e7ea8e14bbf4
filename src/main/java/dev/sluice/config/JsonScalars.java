package dev.sluice.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** Single JSON values, without the cost of an object mapper at start. Stateless. */
final class JsonScalars {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** A JSON number of a sane length; anything else is text. */
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,99})");

    private static final Pattern DECIMAL =
            Pattern.compile("-?(0|[1-9][0-9]{0,99})(\\.[0-9]{1,100})?([eE][+-]?[0-9]{1,3})?");

    private JsonScalars() {}

    /** What a value of the command line means: a number or a boolean when JSON would read it as one, else a string. */
    static ValueNode of(String text) {
        if (text.equals("true") || text.equals("false")) {
            return NODES.booleanNode(text.equals("true"));
        }
        if (INTEGER.matcher(text).matches()) {
            return integer(new BigInteger(text));
        }
        return DECIMAL.matcher(text).matches() ? NODES.numberNode(Double.parseDouble(text)) : NODES.textNode(text);
    }

    /** The scalar that the parser stands on. */
    static JsonNode at(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> NODES.nullNode();
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NUMBER_INT -> integer(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            default -> NODES.textNode(parser.getText());
        };
    }

    private static ValueNode integer(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            return NODES.numberNode(number.intValue());
        }
        if (number.bitLength() < Long.SIZE) {
            return NODES.numberNode(number.longValue());
        }
        return NODES.numberNode(number);
    }
}
