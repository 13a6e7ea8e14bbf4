package dev.sluice.jsonrpc;

import com.fasterxml.jackson.core.JsonProcessingException;

/** A member of an envelope stands twice, so that two readers of it could disagree. Carries no stack trace. */
final class DuplicateMemberException extends JsonProcessingException {
    private static final long serialVersionUID = 1L;

    DuplicateMemberException() {
        super("duplicate member");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
