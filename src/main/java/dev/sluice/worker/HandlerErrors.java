package dev.sluice.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.jsonrpc.ErrorCode;
import dev.sluice.jsonrpc.Executed;
import dev.sluice.jsonrpc.RpcError;
import dev.sluice.service.RpcException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what handler code throws into error answers. Names of classes and stack traces go to the log only. */
final class HandlerErrors {
    private static final RpcError INTERNAL = RpcError.of(ErrorCode.INTERNAL_ERROR, Executed.YES);
    private static final int RESERVED_FROM = -32768;
    private static final int RESERVED_TO = -32000;

    private final ObjectMapper mapper;
    private final int maxBytes;
    private final HandlerLog log;

    HandlerErrors(ObjectMapper mapper, int maxBytes, HandlerLog log) {
        this.mapper = mapper;
        this.maxBytes = maxBytes;
        this.log = log;
    }

    /** The answer when a handler failed. */
    RpcError of(Method method, @Nullable Throwable failure) {
        if (failure instanceof PassedOnException passedOn) {
            return withinLimit(passedOn.error());
        }
        if (!(failure instanceof RpcException chosen)) {
            log.failed(method, "the handler failed", failure);
            return INTERNAL;
        }
        if (isReserved(chosen.code())) {
            log.failed(method, "the handler chose a reserved error code", chosen);
            return INTERNAL;
        }
        return withinLimit(encode(method, chosen));
    }

    /** True for a code that is not for handlers. */
    static boolean isReserved(int code) {
        return code >= RESERVED_FROM && code <= RESERVED_TO && code != ErrorCode.INVALID_PARAMS.code();
    }

    private RpcError withinLimit(RpcError error) {
        return error.json().length > maxBytes ? tooLarge() : error;
    }

    /** The answer when a result is above its limit. */
    RpcError tooLarge() {
        return RpcError.of(
                ErrorCode.RESPONSE_TOO_LARGE, Executed.YES, "the answer exceeds limits.maxResponseBytes " + maxBytes);
    }

    private RpcError encode(Method method, RpcException chosen) {
        String message = chosen.getMessage() == null ? "" : chosen.getMessage();
        try {
            JsonNode data = mapper.valueToTree(chosen.data());
            return RpcError.encode(chosen.code(), message, Executed.YES, out -> {
                if (data.isObject()) {
                    for (Map.Entry<String, JsonNode> member : data.properties()) {
                        if (!member.getKey().equals("executed")) {
                            out.writeFieldName(member.getKey());
                            mapper.writeTree(out, member.getValue());
                        }
                    }
                } else if (chosen.data() != null) {
                    out.writeFieldName("value");
                    mapper.writeTree(out, data);
                }
            });
        } catch (RuntimeException | StackOverflowError e) {
            log.failed(method, "the data of the handler's error cannot be written", e);
            return INTERNAL;
        }
    }
}
