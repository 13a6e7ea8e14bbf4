package dev.sluice.config;

import java.util.regex.Pattern;

/**
 * The configuration does not hold. The message is one line for the operator: it names the key, the value, where it came
 * from and what is allowed. Carries no stack trace: it tells about the operator's text, not about our code.
 */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What would break the line, or the terminal that shows it. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

    private static final int SHOWN_CHARS = 200;

    /** Control characters in the message, a line break of a value for one, are replaced. */
    public ConfigException(String message) {
        super(oneLine(message), null, false, false);
    }

    static ConfigException refused(String key, String shown, String source, String allowed) {
        return new ConfigException(key + " is " + shown + " (" + source + "), allowed: " + allowed);
    }

    static String oneLine(String text) {
        return CONTROL.matcher(text).replaceAll("?");
    }

    /** A value as the messages show it: in quotes, long ones cut short. */
    static String quoted(String value) {
        return value.length() <= SHOWN_CHARS ? '"' + value + '"' : '"' + value.substring(0, SHOWN_CHARS) + "...\"";
    }
}
