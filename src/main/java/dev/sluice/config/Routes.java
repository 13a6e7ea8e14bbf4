package dev.sluice.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Methods that consumers at the event bus answer which know nothing of this server.
 *
 * @param addresses where each of them listens, by the name of the method; no other address can be reached by clients
 */
public record Routes(Map<String, String> addresses) {
    private static final Pattern METHOD = Pattern.compile("(?!rpc\\.)[A-Za-z][A-Za-z0-9_.]{0,127}");

    /** Where the server talks to itself. */
    private static final String OWN_PREFIX = "sluice.";

    public Routes {
        addresses = Map.copyOf(addresses);
    }

    /** True if there are none. */
    public boolean isEmpty() {
        return addresses.isEmpty();
    }

    static Routes from(Settings settings) throws ConfigException {
        Map<String, Setting> named = settings.named(
                "routes",
                "a section of method: address",
                "Methods that consumers at the event bus answer, {orders.find: orders-by-id}");
        Map<String, String> addresses = new LinkedHashMap<>();
        for (Map.Entry<String, Setting> route : named.entrySet()) {
            Setting setting = route.getValue();
            if (!METHOD.matcher(route.getKey()).matches()) {
                throw setting.refused("a method [A-Za-z][A-Za-z0-9_.]{0,127} that does not begin with rpc.");
            }
            if (setting.text().isBlank() || setting.text().startsWith(OWN_PREFIX)) {
                throw setting.refused("an address of the event bus that does not begin with " + OWN_PREFIX);
            }
            addresses.put(route.getKey(), setting.text());
        }
        return new Routes(addresses);
    }
}
