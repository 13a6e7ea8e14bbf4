package dev.sluice.config;

/**
 * A value and where it came from.
 *
 * @param source the file and line, the environment variable, {@code command line} or {@code default}
 */
record Setting(String key, String text, String source) {

    ConfigException refused(String allowed) {
        return ConfigException.refused(key, ConfigException.quoted(text), source, allowed);
    }

    String inWords() {
        return key + " " + text + " (" + source + ")";
    }
}
