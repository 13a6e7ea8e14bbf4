package dev.sluice.jmh;

import dev.sluice.jsonrpc.EnvelopeReader;
import dev.sluice.jsonrpc.Incoming;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The envelope of a request, checked to its last byte and taken apart. An operation is one body. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class EnvelopeBenchmark {
    private static final int MAX_BATCH = 100;

    /** The size of a body. */
    @Param({"58", "1024"})
    public int body;

    private final EnvelopeReader reader = new EnvelopeReader(MAX_BATCH);
    private byte[] request;

    @Setup
    public void write() {
        request = Requests.body(body);
    }

    @Benchmark
    public Incoming read() {
        return reader.read(request);
    }
}
