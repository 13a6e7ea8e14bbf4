package dev.sluice.chaos;

import dev.sluice.service.CallContext;
import dev.sluice.service.Methods;
import dev.sluice.service.RpcException;
import dev.sluice.service.Service;
import dev.sluice.service.ServiceContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Handlers that write down what they do before and after they do it. Runs inside the server, from a jar of its own, on
 * workers and threads of the pool at once.
 *
 * <p>Invariant: every line of {@code services.config.journal.file} is one appending system call without a buffer, so it
 * survives the process, and lines of several threads do not mix. A plain file stream, because an interrupt, which is how
 * a drain ends a blocking handler, closes a FileChannel.
 */
public final class JournalService implements Service {
    static final String QUICK = "chaos.quick";
    static final String LATER = "chaos.later";
    static final String BLOCK = "chaos.block";
    static final String LARGE = "chaos.large";
    static final String FAIL = "chaos.fail";
    static final String TWICE = "chaos.twice";

    static final char BEGIN = 'B';
    static final char END = 'E';

    /** What {@link #FAIL} answers. */
    static final int FAILURE = 17;

    private @Nullable Vertx vertx;
    private @Nullable OutputStream journal;

    /** Which request. */
    public record Token(long token) {}

    /** Which request, and how long it takes. */
    public record Pause(long token, int ms) {}

    /** Which request, and how large its answer is. */
    public record Size(long token, int bytes) {}

    /** An answer that says whose it is. */
    public record Done(long token) {}

    /** An answer of a size. */
    public record Filled(long token, String fill) {}

    @Override
    public void register(Methods methods) {
        methods.async(QUICK, Token.class, this::quick);
        methods.async(LATER, Pause.class, this::later);
        methods.blocking(BLOCK, Pause.class, this::block);
        methods.async(LARGE, Size.class, this::large);
        methods.async(FAIL, Token.class, this::fail);
        methods.async(TWICE, Token.class, this::quick).idempotent();
    }

    @Override
    public Future<?> start(ServiceContext context) {
        vertx = context.vertx();
        try {
            journal = new FileOutputStream(context.config().path("file").asText(), true);
        } catch (IOException e) {
            return Future.failedFuture(e);
        }
        return Future.succeededFuture();
    }

    private Future<Done> quick(Token asked, CallContext call) throws IOException {
        write(BEGIN, asked.token);
        write(END, asked.token);
        return Future.succeededFuture(new Done(asked.token));
    }

    private Future<Done> later(Pause asked, CallContext call) throws IOException {
        write(BEGIN, asked.token);
        Promise<Done> done = Promise.promise();
        Objects.requireNonNull(vertx).setTimer(asked.ms, timer -> {
            try {
                write(END, asked.token);
                done.complete(new Done(asked.token));
            } catch (IOException e) {
                done.fail(e);
            }
        });
        return done.future();
    }

    private Done block(Pause asked, CallContext call) throws IOException {
        write(BEGIN, asked.token);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(asked.ms));
        write(END, asked.token);
        return new Done(asked.token);
    }

    private Future<Filled> large(Size asked, CallContext call) throws IOException {
        write(BEGIN, asked.token);
        Filled filled = new Filled(asked.token, "x".repeat(asked.bytes));
        write(END, asked.token);
        return Future.succeededFuture(filled);
    }

    private Future<Done> fail(Token asked, CallContext call) throws IOException {
        write(BEGIN, asked.token);
        write(END, asked.token);
        throw new RpcException(FAILURE, "as it was asked to");
    }

    private void write(char what, long token) throws IOException {
        HexFormat hex = HexFormat.of();
        String line = what + " " + hex.toHexDigits(token) + " " + hex.toHexDigits(System.nanoTime()) + "\n";
        Objects.requireNonNull(journal).write(line.getBytes(StandardCharsets.US_ASCII));
    }
}
