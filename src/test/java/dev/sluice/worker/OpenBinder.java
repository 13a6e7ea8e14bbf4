package dev.sluice.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Binds params as for a registered method, for tests of other packages. Immutable. */
public final class OpenBinder {
    private static final ObjectMapper MAPPER = ServiceJson.mapper();

    private final ParamsBinder binder;

    /** Takes what a method would be registered with. */
    public OpenBinder(Type params) {
        binder = new ParamsBinder(MAPPER, MAPPER.constructType(params));
    }

    /** Binds a span of a body. Throws nothing but what nobody expects. */
    public Outcome bind(byte[] body, int offset, int bytes) {
        try {
            return new Outcome(binder.bind(body, offset, bytes), null, null);
        } catch (ParamsException e) {
            return new Outcome(null, e.reason(), e.path());
        }
    }

    /** What became of params: a value, or why they do not fit and where. */
    public record Outcome(
            @Nullable Object value,
            @Nullable String reason,
            @Nullable String path) {
        /** True if there is a value. */
        public boolean isBound() {
            return reason == null;
        }
    }
}
