package dev.sluice.bus;

/** A message between nodes that cannot be read. The message says why. */
final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    WireException(String message) {
        super(message);
    }
}
