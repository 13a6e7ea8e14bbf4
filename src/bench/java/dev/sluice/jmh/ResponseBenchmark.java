package dev.sluice.jmh;

import dev.sluice.frame.FrameWriter;
import dev.sluice.jsonrpc.Response;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Responses of one loop turn, written as frames one behind the other into an array that is new each time, as a
 * connection does. An operation is one response, whose result is JSON already.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class ResponseBenchmark {
    private static final int OF_A_TURN = 16;
    private static final int FRAME_BYTES = 64;

    /** The size of a result. */
    @Param({"3", "1024"})
    public int result;

    private final byte[] id = {'1'};
    private byte[] json;

    @Setup
    public void write() {
        json = ("[" + "1".repeat(result - 2) + "]").getBytes(StandardCharsets.US_ASCII);
    }

    @Benchmark
    @OperationsPerInvocation(OF_A_TURN)
    public FrameWriter turn() {
        FrameWriter frames = new FrameWriter(OF_A_TURN * (FRAME_BYTES + result));
        for (int i = 0; i < OF_A_TURN; i++) {
            Response response = Response.result(id, json, null);
            int at = frames.frame(i, response.bytes());
            response.write(frames.array(), at);
        }
        return frames;
    }
}
