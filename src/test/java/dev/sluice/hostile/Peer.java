package dev.sluice.hostile;

import dev.sluice.hostile.Script.Leaving;
import dev.sluice.hostile.Script.Reading;
import dev.sluice.hostile.Tally.Ending;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One hostile connection. Confined to the client loop. */
final class Peer {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Script script;
    private final Tally tally;
    private final long leavesNanos;
    private final AnswerStream answers = new AnswerStream();
    private @Nullable Chunk chunk;
    private ByteBuffer out = ByteBuffer.allocate(0);
    private boolean open = true;

    Peer(SelectionKey key, Script script, Tally tally) {
        this.channel = (SocketChannel) key.channel();
        this.key = key;
        this.script = script;
        this.tally = tally;
        this.leavesNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(script.patienceMs());
    }

    boolean isOpen() {
        return open;
    }

    /** The socket is ready for something it was waited for. */
    void onReady(ByteBuffer scratch) {
        try {
            if (key.isConnectable()) {
                connected();
            }
            if (open && key.isReadable()) {
                read(scratch);
            }
            if (open && key.isWritable()) {
                write(System.nanoTime());
            }
        } catch (IOException e) {
            end(Ending.RESET);
        }
    }

    /** Time has passed: there may be something to say again, or it is time to go. */
    void onTick(long nowNanos) {
        try {
            if (nowNanos - leavesNanos > 0) {
                leave();
            } else if (channel.isConnected() && !out.hasRemaining()) {
                write(nowNanos);
            }
        } catch (IOException e) {
            end(Ending.RESET);
        }
    }

    /** Ends the connection, as the client. */
    void leave() {
        if (open && script.leaving() == Leaving.RESET && channel.isConnected()) {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                end(Ending.RESET);
                return;
            }
        }
        end(Ending.LEFT);
    }

    private void connected() {
        try {
            channel.finishConnect();
            tally.opened();
            key.interestOps(SelectionKey.OP_WRITE | interestInReading());
        } catch (IOException e) {
            end(Ending.NOT_CONNECTED);
        }
    }

    private int interestInReading() {
        return script.reading() == Reading.ALL ? SelectionKey.OP_READ : 0;
    }

    private void read(ByteBuffer scratch) throws IOException {
        scratch.clear();
        int count = channel.read(scratch);
        if (count < 0) {
            end(Ending.FIN);
            return;
        }
        tally.read(count);
        scratch.flip();
        while (answers.next(scratch)) {
            tally.answered(answers);
        }
        if (answers.isForeign()) {
            tally.foreign();
        }
    }

    /** At most one chunk, so that every connection gets its turn. */
    private void write(long nowNanos) throws IOException {
        if (!out.hasRemaining()) {
            chunk = script.source().next(nowNanos);
            if (chunk == null) {
                key.interestOps(interestInReading());
                return;
            }
            if (chunk.isEnd()) {
                leave();
                return;
            }
            out = ByteBuffer.wrap(chunk.bytes());
        }
        tally.wrote(channel.write(out));
        if (!out.hasRemaining() && chunk != null) {
            tally.wroteFrames(chunk.frames());
        }
        key.interestOps(SelectionKey.OP_WRITE | interestInReading());
    }

    private void end(Ending how) {
        if (!open) {
            return;
        }
        open = false;
        tally.ended(how);
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket cannot be closed", e);
        }
    }
}
