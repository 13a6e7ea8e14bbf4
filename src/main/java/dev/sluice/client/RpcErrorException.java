package dev.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The server answered the call with an error. */
public final class RpcErrorException extends RpcClientException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String errorMessage;
    private final transient @Nullable JsonNode data;

    RpcErrorException(int code, String errorMessage, @Nullable JsonNode data) {
        super(errorMessage + " (" + code + ")", null, Executed.of(data));
        this.code = code;
        this.errorMessage = errorMessage;
        this.data = data;
    }

    /** The error's {@code code}. */
    public int code() {
        return code;
    }

    /** The error's {@code message}, as the server wrote it; {@link #getMessage()} has the code too. */
    public String errorMessage() {
        return errorMessage;
    }

    /** The error's {@code data}, null when it has none. */
    public @Nullable JsonNode data() {
        return data;
    }
}
