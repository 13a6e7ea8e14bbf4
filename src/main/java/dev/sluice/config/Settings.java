package dev.sluice.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.limits.Networks;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers the records' questions: each names a key, its default and what is allowed, and gets a checked value. Used once,
 * by one thread, at start.
 *
 * <p>Invariant: {@code asked} holds every key that was asked for, in that order, so after all records are read the keys
 * that nobody asked for are the unknown ones.
 */
final class Settings {
    private static final String AUTO = "auto";
    private static final String OFF = "off";
    private static final String A_HOST = "host name or IP address";

    /** Names and IPv4 and IPv6 addresses, these with or without a zone; whether it can be bound is known at start. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%-]{1,255}");

    private static final Pattern ADDRESS = Pattern.compile("(\\[[A-Fa-f0-9:.%]+]|[A-Za-z0-9._-]{1,255}):[0-9]{1,5}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("\\s*,\\s*");

    private final Sources sources;
    private final Map<String, Option> asked = new LinkedHashMap<>();
    private final List<String> trees = new ArrayList<>();

    Settings(Sources sources) {
        this.sources = sources;
    }

    int integer(String key, String byDefault, String range, String what) throws ConfigException {
        return (int)
                quantity(Notation.INTEGER, range, new Option(key, byDefault, Notation.INTEGER.allowed(range), what));
    }

    int integerOrAuto(String key, int auto, String range, String what) throws ConfigException {
        return (int) quantityOr(AUTO, auto, Notation.INTEGER, range, key, what);
    }

    int bytes(String key, String byDefault, String range, String what) throws ConfigException {
        return (int) quantity(Notation.SIZE, range, new Option(key, byDefault, Notation.SIZE.allowed(range), what));
    }

    long bytesOrAuto(String key, long auto, String range, String what) throws ConfigException {
        return quantityOr(AUTO, auto, Notation.SIZE, range, key, what);
    }

    /** 0 for off, which is the default. */
    int integerOrOff(String key, String range, String what) throws ConfigException {
        return (int) quantityOr(OFF, 0, Notation.INTEGER, range, key, what);
    }

    Duration duration(String key, String byDefault, String range, String what) throws ConfigException {
        Option option = new Option(key, byDefault, Notation.DURATION.allowed(range), what);
        return Duration.ofMillis(quantity(Notation.DURATION, range, option));
    }

    /** Zero for off, which is the default. */
    Duration durationOrOff(String key, String range, String what) throws ConfigException {
        return Duration.ofMillis(quantityOr(OFF, 0, Notation.DURATION, range, key, what));
    }

    boolean flag(String key, boolean byDefault, String what) throws ConfigException {
        Option option = new Option(key, Boolean.toString(byDefault), "true or false", what);
        Setting setting = ask(option);
        return switch (setting.text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw setting.refused(option.allowed());
        };
    }

    String host(String key, String byDefault, String what) throws ConfigException {
        return matching(HOST, new Option(key, byDefault, A_HOST, what));
    }

    /** Empty for none, which is the default. */
    String hostOrNone(String key, String what) throws ConfigException {
        Option option = new Option(key, "", A_HOST, what);
        return ask(option).text().isEmpty() ? "" : matching(HOST, option);
    }

    /** A name without blanks. */
    String name(String key, String byDefault, String what) throws ConfigException {
        return matching(NAME, new Option(key, byDefault, "letters, digits, . _ -, up to 64", what));
    }

    private String matching(Pattern pattern, Option option) throws ConfigException {
        Setting setting = ask(option);
        if (!pattern.matcher(setting.text()).matches()) {
            throw setting.refused(option.allowed());
        }
        return setting.text();
    }

    /** Nodes, each {@code host:port}; none by default. */
    List<String> addresses(String key, String what) throws ConfigException {
        Option option = new Option(key, "", "list of host:port, an IPv6 address in brackets", what);
        Setting setting = askForList(option);
        List<String> addresses = words(setting.text());
        if (!addresses.stream().allMatch(address -> ADDRESS.matcher(address).matches())) {
            throw setting.refused(option.allowed());
        }
        return addresses;
    }

    /** One or more of a few words; all of them by default. */
    <E extends Enum<E>> Set<E> choices(String key, Class<E> type, String what) throws ConfigException {
        E[] constants = type.getEnumConstants();
        String all = Arrays.stream(constants).map(Settings::word).collect(Collectors.joining(", "));
        Option option = new Option(key, all, "one or more of " + all, what);
        Setting setting = askForList(option);
        List<String> words = words(setting.text());
        Set<E> chosen = EnumSet.noneOf(type);
        for (E constant : constants) {
            if (words.contains(word(constant))) {
                chosen.add(constant);
            }
        }
        if (chosen.isEmpty() || chosen.size() != words.size()) {
            throw setting.refused(option.allowed());
        }
        return chosen;
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(BETWEEN_WORDS.split(text.strip(), -1));
    }

    /** None by default. */
    Networks networks(String key, String what) throws ConfigException {
        Option option = new Option(key, "", "addresses and networks, 192.0.2.7, 10.0.0.0/8", what);
        Setting setting = ask(option);
        Networks networks = Networks.parse(setting.text());
        if (networks == null) {
            throw setting.refused(option.allowed());
        }
        return networks;
    }

    @Nullable
    Path directory(String key, String what) throws ConfigException {
        return path(new Option(key, "", "directory that exists", what), Files::isDirectory);
    }

    @Nullable
    Path file(String key, String what) throws ConfigException {
        return path(new Option(key, "", "file that can be read", what), Files::isReadable);
    }

    private @Nullable Path path(Option option, Predicate<Path> isRight) throws ConfigException {
        Setting setting = ask(option);
        if (setting.text().isEmpty()) {
            return null;
        }
        Path path = pathOf(setting.text());
        if (path == null || !isRight.test(path)) {
            throw setting.refused(option.allowed());
        }
        return path;
    }

    <E extends Enum<E>> E choice(String key, E byDefault, String what) throws ConfigException {
        E[] constants = byDefault.getDeclaringClass().getEnumConstants();
        String allowed = Arrays.stream(constants).map(Settings::word).collect(Collectors.joining("|"));
        Setting setting = ask(new Option(key, word(byDefault), allowed, what));
        for (E constant : constants) {
            if (word(constant).equals(setting.text())) {
                return constant;
            }
        }
        throw setting.refused(allowed);
    }

    /** A subtree that is not ours to check; a copy. */
    ObjectNode tree(String key, String what) throws ConfigException {
        Option option = new Option(key, "{}", "any section of YAML", what);
        asked.put(key, option);
        trees.add(key);
        return sources.tree(option);
    }

    /** Names of the operator's choice, dots allowed, each with a text; none by default. */
    Map<String, Setting> named(String key, String allowed, String what) throws ConfigException {
        Option option = new Option(key, "{}", allowed, what);
        asked.put(key, option);
        trees.add(key);
        return sources.named(option);
    }

    /** What two keys must hold together; the error names both with their values. */
    void require(boolean holds, String key, String relation, String other) throws ConfigException {
        if (!holds) {
            throw new ConfigException(
                    again(key).inWords() + " " + relation + " " + again(other).inWords());
        }
    }

    /** Every key that was asked for. */
    List<Option> asked() {
        return List.copyOf(asked.values());
    }

    KnownKeys known() {
        return new KnownKeys(asked.keySet(), trees);
    }

    /** A quantity, or a word that stands for one and is the default. */
    private long quantityOr(String word, long meaning, Notation notation, String range, String key, String what)
            throws ConfigException {
        Option option = new Option(key, word, word + " or " + notation.allowed(range), what);
        return ask(option).text().equals(word) ? meaning : quantity(notation, range, option);
    }

    private long quantity(Notation notation, String range, Option option) throws ConfigException {
        Setting setting = ask(option);
        long quantity = notation.parse(setting.text());
        if (!notation.holds(range, quantity)) {
            throw setting.refused(option.allowed());
        }
        return quantity;
    }

    private Setting ask(Option option) throws ConfigException {
        asked.put(option.key(), option);
        return sources.find(option);
    }

    private Setting askForList(Option option) throws ConfigException {
        asked.put(option.key(), option);
        return sources.findList(option);
    }

    private Setting again(String key) throws ConfigException {
        return sources.find(Objects.requireNonNull(asked.get(key), key));
    }

    private static @Nullable Path pathOf(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
