package dev.sluice.jsonrpc;

import static dev.sluice.jsonrpc.Bodies.text;
import static dev.sluice.jsonrpc.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What fits into the answer to a batch: small errors always, anything else as long as there is room. */
class BatchRoomTest {
    private static final byte[] ID = utf8("1");
    private static final int NO_ROOM = 1;
    private static final int LARGEST_ID_BYTES = 256;

    @Test
    void anErrorOfTheSmallSizeHasRoomInAFullBatchAndOneByteMoreHasNot() {
        Response small = errorOf(BatchResponse.SMALL_BYTES, Executed.NO);
        Response large = errorOf(BatchResponse.SMALL_BYTES + 1, Executed.NO);

        assertThat(inBatchOf(NO_ROOM, small)).contains("\"code\":7").doesNotContain("-32006");
        assertThat(inBatchOf(NO_ROOM, large)).contains("-32006").doesNotContain("\"code\":7");
    }

    @Test
    void aResultHoweverSmallNeedsRoom() {
        Response small = Response.result(ID, utf8("7"), null);

        assertThat(inBatchOf(small.bytes() + 1, small)).contains("-32006");
        assertThat(inBatchOf(small.bytes() + 2, small)).contains("\"result\":7");
    }

    @Test
    void aLargeErrorStaysAsItIsWhereThereIsRoom() {
        Response large = errorOf(2_000, Executed.YES);

        assertThat(inBatchOf(2_002, large)).contains("\"code\":7");
        assertThat(inBatchOf(2_001, large)).contains("-32006");
    }

    @ParameterizedTest
    @EnumSource(Executed.class)
    void whatIsReplacedKeepsItsIdAndWhetherItWasExecuted(Executed executed) {
        assertThat(inBatchOf(NO_ROOM, errorOf(1_000, executed)))
                .startsWith("[{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32006,")
                .contains("\"reason\":\"the answers of the batch exceed limits.maxResponseBytes together\"")
                .endsWith("\"executed\":\"" + executed.text() + "\"}},\"id\":1}]");
    }

    @Test
    void aResultThatIsReplacedWasExecuted() {
        assertThat(inBatchOf(NO_ROOM, Response.result(ID, utf8("\"large\""), utf8("{}"))))
                .contains("\"executed\":\"yes\"")
                .doesNotContain("meta", "result");
    }

    @Test
    void whatStandsInPlaceOfSomethingLargerIsSmallWhateverItsId() {
        byte[] id = utf8("\"" + "i".repeat(LARGEST_ID_BYTES - 2) + "\"");
        BatchResponse batch = new BatchResponse(1, NO_ROOM);

        assertThat(batch.add(Response.result(id, new byte[1_000], null)))
                .isEqualTo(batch.bytes() - 1)
                .isLessThanOrEqualTo(BatchResponse.SMALL_BYTES + 1);
    }

    @Test
    void saysHowManyBytesEachResponseAdds() {
        BatchResponse batch = new BatchResponse(3, 1_000);
        int first = batch.add(Response.result(ID, utf8("7"), null));
        int second = batch.add(errorOf(2_000, Executed.YES));
        int third = batch.add(errorOf(100, Executed.YES));

        assertThat(batch.bytes()).isEqualTo(1 + first + second + third);
        assertThat(written(batch)).hasSize(batch.bytes()).contains("result", "-32006", "\"code\":7");
    }

    @Test
    void aSmallErrorBehindAFullArrayMakesItAsMuchLarger() {
        Response result = Response.result(ID, utf8("7"), null);
        BatchResponse batch = new BatchResponse(2, result.bytes() + 2);
        batch.add(result);
        batch.add(errorOf(300, Executed.NO));

        assertThat(batch.bytes()).isEqualTo(result.bytes() + 2 + 301);
    }

    /** An error of code 7 whose response has so many bytes. */
    private static Response errorOf(int bytes, Executed executed) {
        int around = Response.error(ID, RpcError.encode(7, "", executed, data -> {}), null)
                .bytes();
        Response error = Response.error(ID, RpcError.encode(7, "x".repeat(bytes - around), executed, data -> {}), null);
        assertThat(error.bytes()).isEqualTo(bytes);
        return error;
    }

    private static String inBatchOf(int maxBytes, Response response) {
        BatchResponse batch = new BatchResponse(1, maxBytes);
        batch.add(response);
        return written(batch);
    }

    private static String written(Answer answer) {
        byte[] target = new byte[answer.bytes()];
        assertThat(answer.write(target, 0)).isEqualTo(target.length);
        return text(target);
    }
}
