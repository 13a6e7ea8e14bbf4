package dev.sluice.gateway;

/**
 * What a connection can do to its socket. Confined to the connection's event loop. What happens to the socket comes back
 * through {@link Connection#onData}, {@link Connection#onWritten}, {@link Connection#onInputEnded} and
 * {@link Connection#onClosed}, never for a transport that was closed before.
 */
interface Transport {
    /** The most bytes of one {@link #write}. */
    int LARGEST_WRITE = 16 * 1024;

    /** Hands over bytes in order. The array must not be changed until {@link Connection#onWritten} has counted them. */
    void write(byte[] bytes, int offset, int length);

    /** Gives what was written to the kernel, as far as it takes it now; the rest follows by itself. */
    void flush();

    /** Turns reading on or off, exactly: when off, nothing more is taken from the kernel. */
    void read(Reading reading);

    /**
     * True if the peer's kernel has everything that was written, FIN included, as far as this can be known: a peer that reads
     * slowly is not silent before.
     */
    default boolean isDelivered() {
        return true;
    }

    /** Sends FIN. Only when everything written was taken: what was not would be lost. */
    void shutdownOutput();

    /** Closes the socket at once. Everything written must have been taken. */
    void close();

    /** Closes the socket with RST; what was written and not delivered is lost on purpose. */
    void abort();

    /** Whether the socket is read. */
    enum Reading {
        ON,
        OFF
    }
}
