package dev.sluice.jsonrpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;

/** What a body may cost to read, whoever reads it: the loop that checks it and the worker that binds its params. */
public final class JsonLimits {
    /** Arrays and objects inside one another. */
    public static final int MAX_DEPTH = 64;

    /** Digits of one number. */
    public static final int MAX_NUMBER_DIGITS = 100;

    /** Tokens of one body. */
    public static final int MAX_TOKENS = 100_000;

    /** Bytes of one member name, in UTF-8 and without escapes. */
    public static final int MAX_NAME_BYTES = 256;

    private JsonLimits() {}

    /**
     * Builds factories whose parsers keep to RFC 8259 and to these limits. Member names are not interned: clients choose
     * them. A string may be as long as the frame that carries it.
     */
    public static JsonFactoryBuilder strict() {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(MAX_NUMBER_DIGITS)
                .maxTokenCount(MAX_TOKENS)
                .maxNameLength(MAX_NAME_BYTES)
                .maxStringLength(Integer.MAX_VALUE)
                .build();
        return new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(constraints);
    }
}
