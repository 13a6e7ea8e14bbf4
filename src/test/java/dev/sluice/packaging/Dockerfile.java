package dev.sluice.packaging;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The instructions of the Dockerfile, without comments and with continued lines joined. */
final class Dockerfile {
    record Instruction(String name, String rest) {

        List<String> words() {
            return List.of(rest.split("\\s+"));
        }

        /** The words of the exec form, which is a JSON array; fails on the shell form. */
        List<String> exec() throws IOException {
            return new JsonMapper().readValue(rest.substring(rest.indexOf('[')), new TypeReference<>() {});
        }
    }

    private final List<Instruction> instructions = new ArrayList<>();

    Dockerfile() throws IOException {
        StringBuilder line = new StringBuilder();
        for (String part : Files.readAllLines(Path.of("Dockerfile"))) {
            if (part.isBlank() || part.startsWith("#")) {
                continue;
            }
            boolean continued = part.endsWith("\\");
            line.append(continued ? part.substring(0, part.length() - 1) : part).append(' ');
            if (!continued) {
                String[] nameAndRest = line.toString().strip().split("\\s+", 2);
                instructions.add(new Instruction(nameAndRest[0], nameAndRest[1]));
                line.setLength(0);
            }
        }
    }

    List<Instruction> all(String name) {
        return instructions.stream().filter(i -> i.name().equals(name)).toList();
    }

    Instruction only(String name) {
        List<Instruction> found = all(name);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " times " + name);
        }
        return found.get(0);
    }
}
