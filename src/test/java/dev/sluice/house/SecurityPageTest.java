package dev.sluice.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sluice.metrics.NodeMeters;
import dev.sluice.metrics.PrometheusView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page on security names every limit, and only metrics and tests that there are. */
@SuppressWarnings("NullAway.Init") // read before all
class SecurityPageTest {
    private static final Pattern METRIC = Pattern.compile("`(sluice_\\w+)(?:\\{(\\w+)=\"(\\w+)\"\\})?`");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+(?:Test|IT))`");

    private static String page;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(Path.of("src/site/markdown/security.md"));
    }

    @Test
    void everyLimitOfTheConfigurationIsNamed() throws IOException {
        JsonNode limits =
                new YAMLMapper().readTree(Path.of("conf/sluice.yaml").toFile()).path("limits");

        assertThat(limits.size()).isPositive();
        limits.fieldNames().forEachRemaining(name -> assertThat(page).contains("`limits." + name + "`"));
    }

    @Test
    void everyMetricIsShownWithItsLabel() {
        NodeMeters meters = new NodeMeters();
        meters.method("m");
        meters.queueDelay("worker");
        PrometheusView view = new PrometheusView(meters, () -> 0);
        for (String kind : List.of("inbound", "outbound", "results")) {
            view.bindBudget(kind, () -> 1, () -> 2);
        }
        String shown = view.scrape();

        Stream<MatchResult> metrics = METRIC.matcher(page).results();
        assertThat(metrics).isNotEmpty().allSatisfy(metric -> {
            String label = metric.group(2) == null || metric.group(3).equals("other")
                    ? ""
                    : metric.group(2) + "=\"" + metric.group(3).toLowerCase(Locale.ROOT) + "\"";
            assertThat(shown.lines().filter(line -> line.startsWith(metric.group(1))))
                    .anyMatch(line -> line.contains(label));
        });
    }

    @Test
    void everyTestExists() {
        assertThat(TEST.matcher(page).results()).isNotEmpty().allSatisfy(test -> assertThat(
                        Path.of("src/test/java/dev/sluice", test.group(1), test.group(2) + ".java"))
                .exists());
    }
}
