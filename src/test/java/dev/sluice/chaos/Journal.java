package dev.sluice.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the handlers wrote down, by token. Read when the server has gone; for one thread. */
final class Journal {
    /** At the end of a line: a kill can tear a line, and another thread can write behind it. */
    private static final Pattern LINE =
            Pattern.compile("([" + JournalService.BEGIN + JournalService.END + "]) ([0-9a-f]{16}) ([0-9a-f]{16})$");

    private static final Entry NOTHING = new Entry();

    private final Map<Long, Entry> entries = new HashMap<>();

    /** When handlers of one request began and ended, on the clock of {@link System#nanoTime()}. */
    static final class Entry {
        private final List<Long> begins = new ArrayList<>(1);
        private final List<Long> ends = new ArrayList<>(1);

        List<Long> begins() {
            return begins;
        }

        List<Long> ends() {
            return ends;
        }

        private Entry and(Entry other) {
            Entry both = new Entry();
            both.begins.addAll(begins);
            both.begins.addAll(other.begins);
            both.ends.addAll(ends);
            both.ends.addAll(other.ends);
            return both;
        }
    }

    static Journal read(Path file) throws IOException {
        Journal journal = new Journal();
        journal.add(file);
        return journal;
    }

    /** The journals of several processes of one machine, as one. */
    static Journal of(List<Journal> journals) {
        Journal all = new Journal();
        for (Journal journal : journals) {
            journal.entries.forEach((token, entry) -> all.entries.merge(token, entry, Entry::and));
        }
        return all;
    }

    private void add(Path file) throws IOException {
        for (String line : Files.readString(file, StandardCharsets.US_ASCII).split("\n", -1)) {
            Matcher parts = LINE.matcher(line);
            if (parts.find()) {
                long token = Long.parseUnsignedLong(parts.group(2), 16);
                long atNanos = Long.parseUnsignedLong(parts.group(3), 16);
                if (parts.group(1).charAt(0) == JournalService.BEGIN) {
                    begin(token, atNanos);
                } else {
                    end(token, atNanos);
                }
            }
        }
    }

    void begin(long token, long atNanos) {
        entry(token).begins.add(atNanos);
    }

    void end(long token, long atNanos) {
        entry(token).ends.add(atNanos);
    }

    /** How often a handler was entered for a request. */
    int starts(long token) {
        return of(token).begins.size();
    }

    /** How often a handler came to its end. */
    int ends(long token) {
        return of(token).ends.size();
    }

    Entry of(long token) {
        return entries.getOrDefault(token, NOTHING);
    }

    Set<Long> tokens() {
        return entries.keySet();
    }

    private Entry entry(long token) {
        return entries.computeIfAbsent(token, none -> new Entry());
    }
}
