package dev.sluice.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * HOST:PORT as typed; an IPv6 address stands in brackets.
 *
 * @param host without brackets
 */
record CallTarget(String host, int port) {
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    /** Reads what was typed. */
    static final class Converter implements ITypeConverter<CallTarget> {
        @Override
        public CallTarget convert(String text) {
            int colon = text.lastIndexOf(':');
            if (colon < 1) {
                throw wrong(text);
            }
            return new CallTarget(host(text, colon), port(text, colon));
        }

        private static String host(String text, int colon) {
            String host = text.substring(0, colon);
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            if (bracketed) {
                host = host.substring(1, host.length() - 1);
            }
            boolean address = host.indexOf(':') >= 0;
            if (host.isBlank() || address != bracketed) {
                throw wrong(text);
            }
            return host;
        }

        private static int port(String text, int colon) {
            String digits = text.substring(colon + 1);
            int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
            if (port < 1 || port > 65_535) {
                throw wrong(text);
            }
            return port;
        }

        private static TypeConversionException wrong(String text) {
            return new TypeConversionException("'" + text
                    + "' is not HOST:PORT (such as 127.0.0.1:7411, localhost:7411 or [::1]:7411, port 1 to 65535)");
        }
    }
}
