package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** conf/sluice.yaml against the defaults that are built in. */
class SampleFileTest {
    private static final Path SAMPLE = Path.of("conf/sluice.yaml");

    @Test
    void holdsEveryKeyAndNoOther() throws Exception {
        Set<String> known = ConfigLoader.options().stream().map(Option::key).collect(Collectors.toSet());

        assertThat(leaves().keySet()).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void holdsEveryDefault() throws Exception {
        Map<String, String> leaves = leaves();

        for (Option option : ConfigLoader.options()) {
            assertThat(leaves.get(option.key())).as(option.key()).isEqualTo(option.byDefault());
        }
    }

    @Test
    void meansTheSameAsNoFile() throws Exception {
        SluiceConfig fromFile = ConfigLoader.load(SAMPLE, Map.of(), Map.of()).config();
        SluiceConfig builtIn = ConfigLoader.load(null, Map.of(), Map.of()).config();

        assertThat(fromFile).isEqualTo(builtIn);
    }

    @Test
    void saysOfEveryKeyWhatHelpSays() throws Exception {
        String text = Files.readString(SAMPLE);
        int body = text.indexOf("\n\n") + 2;

        assertThat(text.substring(body)).isEqualTo(rendered());
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    }

    /** The file below its head, made from what the records say. */
    private static String rendered() {
        StringBuilder text = new StringBuilder();
        List<String> open = List.of();
        for (Option option : ConfigLoader.options()) {
            List<String> names = List.of(option.key().split("\\."));
            List<String> sections = names.subList(0, names.size() - 1);
            boolean another =
                    open.isEmpty() || sections.isEmpty() || !sections.get(0).equals(open.get(0));
            text.append(another && !text.isEmpty() ? "\n" : "");
            for (int depth = 0; depth < sections.size(); depth++) {
                if (depth >= open.size() || !open.get(depth).equals(sections.get(depth))) {
                    text.append("  ".repeat(depth)).append(sections.get(depth)).append(":\n");
                }
            }
            open = sections;
            String indent = "  ".repeat(sections.size());
            boolean quoted = option.byDefault().isEmpty() || option.byDefault().equals("off"); // false, to some readers
            String value = quoted ? "\"" + option.byDefault() + "\"" : option.byDefault();
            text.append(indent).append("# ").append(option.what()).append(" (");
            text.append(option.allowed()).append(")\n");
            text.append(indent)
                    .append(names.get(sections.size()))
                    .append(": ")
                    .append(value)
                    .append('\n');
        }
        return text.toString();
    }

    /** Read with a reader that is not ours. */
    private static Map<String, String> leaves() throws Exception {
        Map<String, String> leaves = new LinkedHashMap<>();
        collect("", new YAMLMapper().readTree(SAMPLE.toFile()), leaves);
        return leaves;
    }

    private static void collect(String path, JsonNode node, Map<String, String> leaves) {
        if (!node.isObject() || node.isEmpty()) {
            leaves.put(path, node.isObject() ? "{}" : node.asText());
            return;
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            collect(path.isEmpty() ? member.getKey() : path + "." + member.getKey(), member.getValue(), leaves);
        }
    }
}
