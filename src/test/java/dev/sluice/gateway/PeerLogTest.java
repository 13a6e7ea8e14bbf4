package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.bus.Origin;
import dev.sluice.metrics.CloseReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Peers that break rules cannot flood the log, nor write into it. */
class PeerLogTest {
    private static final long SECOND = 1_000_000_000L;
    private static final String HTTP = "474554202f";
    private static final String TLS = "160301";

    private final Logger logger = (Logger) LoggerFactory.getLogger(PeerLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Origin origin = new Origin("192.0.2.1", 4711, null);
    private long nowNanos;
    private final PeerLog log = new PeerLog(() -> nowNanos);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
    }

    @Test
    void namesThePeerWhatItSpokeAndItsBytesInHex() {
        assertThat(notFrames(HTTP, -5)).isEqualTo(FirstBytes.HTTP);

        assertThat(lines.list).singleElement().satisfies(line -> assertThat(line.getFormattedMessage())
                .contains("192.0.2.1:4711", "an HTTP request", HTTP));
    }

    @Test
    void isSilentForASecondThenSaysHowManyItDidNotShow() {
        notFrames(HTTP, 0);
        notFrames(HTTP, 1);
        notFrames(HTTP, SECOND - 1);
        assertThat(lines.list).hasSize(1);

        notFrames(HTTP, SECOND);
        assertThat(lines.list).hasSize(2);
        assertThat(lines.list.get(1).getFormattedMessage()).contains("(2 more");
        notFrames(HTTP, 2 * SECOND);
        assertThat(lines.list.get(2).getFormattedMessage()).contains("(0 more");
    }

    @Test
    void kindsDoNotSilenceEachOther() {
        notFrames(HTTP, 0);
        notFrames(TLS, 0);

        assertThat(lines.list).hasSize(2);
    }

    @Test
    void aPeerAtALimitIsNamedWithWhatItDid() {
        log.limit(origin, CloseReason.WRITE_STALL, "took nothing");

        assertThat(lines.list).singleElement().satisfies(line -> assertThat(line.getFormattedMessage())
                .contains("192.0.2.1:4711", "took nothing"));
    }

    private FirstBytes notFrames(String hex, long atNanos) {
        nowNanos = atNanos;
        return log.notFrames(origin, hex);
    }
}
