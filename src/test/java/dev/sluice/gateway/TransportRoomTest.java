package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jsonrpc.ServerNotification;
import dev.sluice.limits.ByteAccount;
import dev.sluice.limits.ByteBudget;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What answers take of the loop's direct memory: blocks, however little lies in them. */
class TransportRoomTest {
    private static final int CLIENTS = 16;
    private static final int BLOCK = TransportRoom.SMALL_WINDOW_BYTES;

    /** Windows are large until a sixteenth of it, one small block for each client, lies with transports. */
    private static final long OUTBOUND_BYTES = 16L * CLIENTS * BLOCK;

    private final TransportRoom room = new TransportRoom(OUTBOUND_BYTES);
    private final ByteBudget budget = new ByteBudget(OUTBOUND_BYTES);
    private final List<WriteBatch> batches = new ArrayList<>();

    @Test
    void aSmallAnswerThatNobodyTakesHoldsAWholeBlock() {
        for (int i = 0; i < CLIENTS; i++) {
            assertThat(room.windowBytes()).isEqualTo(TransportRoom.WINDOW_BYTES);
            queueAnAnswer();
        }

        assertThat(room.windowBytes()).isEqualTo(TransportRoom.SMALL_WINDOW_BYTES);
    }

    @Test
    void theBlockIsFreeWhenAllOfTheAnswerIsTaken() {
        for (int i = 0; i < CLIENTS; i++) {
            queueAnAnswer();
        }
        WriteBatch first = batches.get(0);
        first.taken(1);
        assertThat(room.windowBytes()).isEqualTo(TransportRoom.SMALL_WINDOW_BYTES);

        first.taken((int) first.queuedBytes());
        assertThat(room.windowBytes()).isEqualTo(TransportRoom.WINDOW_BYTES);
    }

    @Test
    void theBlockIsFreeWhenTheConnectionIsGone() {
        for (int i = 0; i < CLIENTS; i++) {
            queueAnAnswer();
        }
        batches.get(0).close();

        assertThat(room.windowBytes()).isEqualTo(TransportRoom.WINDOW_BYTES);
    }

    private void queueAnAnswer() {
        FakeTransport transport = new FakeTransport();
        transport.takeNothing();
        WriteBatch batch = new WriteBatch(new ByteAccount(budget), room);
        ServerNotification answer = ServerNotification.goodbye("drain");
        assertThat(batch.account().take(WriteBatch.frameBytes(answer))).isTrue();
        batch.append(1, answer);
        batch.flush(transport);
        batches.add(batch);
    }
}
