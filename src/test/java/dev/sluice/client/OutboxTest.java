package dev.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final List<Buffer> writes = new ArrayList<>();
    private final Queue<Promise<Void>> unfinished = new ArrayDeque<>();
    private final Queue<Runnable> endOfTurn = new ArrayDeque<>();
    private final Outbox outbox = new Outbox(this::write, endOfTurn::add);

    @Test
    void framesOfOneTurnLeaveInOneWrite() {
        outbox.add(new byte[] {1, 2});
        outbox.add(new byte[] {3});
        assertThat(writes).isEmpty();
        assertThat(endOfTurn).hasSize(1);
        endTurn();
        assertThat(writes).containsExactly(Buffer.buffer(new byte[] {1, 2, 3}));
    }

    @Test
    void framesOfTheNextTurnLeaveInTheNextWrite() {
        outbox.add(new byte[] {1});
        endTurn();
        outbox.add(new byte[] {2});
        endTurn();
        assertThat(writes).containsExactly(Buffer.buffer(new byte[] {1}), Buffer.buffer(new byte[] {2}));
        assertThat(endOfTurn).isEmpty();
    }

    @Test
    void muchIsWrittenWithoutWaitingForTheEndOfTheTurn() {
        outbox.add(new byte[] {1});
        outbox.add(new byte[Outbox.WRITE_AT_BYTES - 2]);
        assertThat(writes).isEmpty();
        outbox.add(new byte[] {1});
        assertThat(writes).hasSize(1);
        assertThat(writes.get(0).length()).isEqualTo(Outbox.WRITE_AT_BYTES);
        endTurn();
        assertThat(writes).hasSize(1);
    }

    @Test
    void writtenMeansEverythingAddedSoFar() {
        assertThat(outbox.written().succeeded()).isTrue();
        outbox.add(new byte[] {1});
        Future<Void> first = outbox.written();
        endTurn();
        outbox.add(new byte[] {2});
        Future<Void> second = outbox.written();
        endTurn();
        Future<Void> alsoSecond = outbox.written();
        unfinished.remove().complete();
        assertThat(first.succeeded()).isTrue();
        assertThat(second.isComplete()).isFalse();
        assertThat(alsoSecond.isComplete()).isFalse();
        unfinished.remove().fail("lost");
        assertThat(second.failed()).isTrue();
        assertThat(alsoSecond.failed()).isTrue();
    }

    private void endTurn() {
        endOfTurn.remove().run();
    }

    private Future<Void> write(Buffer buffer) {
        writes.add(buffer);
        Promise<Void> written = Promise.promise();
        unfinished.add(written);
        return written.future();
    }
}
