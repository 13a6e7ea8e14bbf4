package dev.sluice.bench;

import java.io.IOException;

/** What a server sent cannot be read as answers. */
public final class WireException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what was found, and what was expected
     */
    public WireException(String message) {
        super(message);
    }
}
