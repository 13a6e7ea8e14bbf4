package dev.sluice.conformance;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The cases of one theme.
 *
 * @param name the file's name without its ending
 * @param options of {@code serve}, behind those that pick free ports
 * @param process which cases share a process
 */
record ConformanceFile(String name, List<String> options, Sharing process, List<Case> cases) {
    private static final Path DIRECTORY = Path.of("src/test/resources/conformance");
    private static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Which cases share a process. */
    enum Sharing {
        /** All cases of all files with the same options. */
        SHARED,
        /** The cases of this file. */
        FILE,
        /** None: a case may end its process. */
        CASE
    }

    /** The same for files whose cases share a process. */
    String processName() {
        return process == Sharing.SHARED ? options.toString() : name;
    }

    /** All files, in the order of their names. */
    static List<ConformanceFile> all() throws IOException {
        List<Path> paths;
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            paths = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        List<ConformanceFile> all = new ArrayList<>();
        for (Path path : paths) {
            String name = path.getFileName().toString().replace(".yaml", "");
            all.add(of(name, Files.readString(path)));
        }
        return all;
    }

    /** Reads a file; what it does not know, it refuses. */
    static ConformanceFile of(String name, String yaml) throws IOException {
        Fields fields = new Fields(YAML.readTree(yaml), name);
        fields.text("about");
        List<String> options = fields.texts("server");
        Sharing process = fields.has("process") ? fields.word("process", Sharing.class) : Sharing.SHARED;
        List<Case> cases = new ArrayList<>();
        for (JsonNode node : fields.list("cases")) {
            cases.add(Case.of(node, name));
        }
        fields.end();
        return new ConformanceFile(name, options, process, cases);
    }
}
