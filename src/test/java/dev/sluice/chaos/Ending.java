package dev.sluice.chaos;

/** How a connection ended, as its client saw it. */
enum Ending {
    /** The server's FIN, behind everything it wrote. */
    FIN("FIN from the server"),
    /** A reset that the client did not ask for. */
    RESET("reset, not by the client"),
    /** The client closed it without waiting for the server. */
    LEFT("left by the client"),
    /** It was still open when the run had to end. */
    OPEN("still open at the end of the run");

    private final String words;

    Ending(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
