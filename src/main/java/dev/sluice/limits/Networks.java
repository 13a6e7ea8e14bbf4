package dev.sluice.limits;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Networks and single addresses, written as RFC 4632 (section 3.1) and RFC 4291 (section 2.3) do: {@code 10.0.0.0/8},
 * {@code 2001:db8::/32}, {@code 192.0.2.7}. An IPv4 address in the form of an IPv6 one is the IPv4 address. Immutable.
 */
public final class Networks {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:][0-9A-Fa-f:.]*");
    private static final Pattern BITS = Pattern.compile("[0-9]{1,3}");
    private static final String ZONE = "%";

    private final List<Network> all;

    @SuppressWarnings("ArrayRecordComponent") // read only, never compared
    private record Network(byte[] address, int bits) {
        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int whole = bits / Byte.SIZE;
            for (int i = 0; i < whole; i++) {
                if (address[i] != other[i]) {
                    return false;
                }
            }
            int rest = Byte.SIZE - bits % Byte.SIZE;
            return rest == Byte.SIZE || (address[whole] & 0xFF) >> rest == (other[whole] & 0xFF) >> rest;
        }
    }

    private Networks(List<Network> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Reads networks.
     *
     * @param text with a comma between them, and spaces where you like; empty for none
     * @return null if one of them is none
     */
    public static @Nullable Networks parse(String text) {
        List<Network> all = new ArrayList<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
            Network network = network(part.strip());
            if (network == null) {
                return null;
            }
            all.add(network);
        }
        return new Networks(all);
    }

    /** True if there is none. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /**
     * Whether an address lies in one of them.
     *
     * @param address an IP address, its zone does not matter; anything else lies nowhere
     */
    public boolean contains(String address) {
        byte[] bytes = address(address.split(ZONE, 2)[0]);
        return bytes != null && all.stream().anyMatch(network -> network.contains(bytes));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Networks networks && toString().equals(networks.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** Addresses in hexadecimal digits, with their bits. */
    @Override
    public String toString() {
        return all.stream()
                .map(network -> HexFormat.of().formatHex(network.address) + "/" + network.bits)
                .collect(Collectors.joining(","));
    }

    private static @Nullable Network network(String text) {
        int slash = text.indexOf('/');
        byte[] address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        int most = address.length * Byte.SIZE;
        String bits = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
        if (!BITS.matcher(bits).matches() || Integer.parseInt(bits) > most) {
            return null;
        }
        return new Network(address, Integer.parseInt(bits));
    }

    /** Only what is an address for sure: anything else would be asked of the name service. */
    private static byte @Nullable [] address(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
