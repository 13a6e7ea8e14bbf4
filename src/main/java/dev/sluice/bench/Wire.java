package dev.sluice.bench;

import java.nio.ByteBuffer;

/** How requests and answers lie in the streams of one connection. Used by the thread that owns the connection. */
public interface Wire {
    /** The code of an answer that is a result. */
    int RESULT = 0;

    /** The code of what is no JSON-RPC response at all. */
    int NO_RESPONSE = Integer.MIN_VALUE;

    /** Takes the answers of a connection. */
    interface Answers {
        /**
         * An answer has come.
         *
         * @param id of the request it answers
         * @param code {@link #RESULT}, the code of an error, or {@link #NO_RESPONSE}
         */
        void answered(int id, int code);

        /** The server has said that what is unanswered now was never executed. */
        default void goodbye() {}
    }

    /** Puts what a connection begins with, into a buffer with room for it: nothing, if not told otherwise. */
    default void greet(ByteBuffer out) {}

    /** The bytes of a request, with its frame. */
    int requestBytes(boolean slow);

    /** Whether the server lets a request be written now; if not, what is read next may change that. */
    default boolean mayWrite(boolean slow) {
        return true;
    }

    /**
     * Puts a request into a buffer that has room for it.
     *
     * @param id 0 or more, less than the connection's depth
     * @param slow whether it is the call that takes long
     */
    void write(ByteBuffer out, int id, boolean slow);

    /**
     * Takes all whole answers from a buffer; what is left there is the beginning of one.
     *
     * @return how many bytes that one needs in all; 0 if it is not known yet
     * @throws WireException if these are no answers
     */
    int read(ByteBuffer in, Answers answers) throws WireException;
}
