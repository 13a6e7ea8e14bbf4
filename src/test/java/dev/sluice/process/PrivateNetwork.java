package dev.sluice.process;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Hosts of one network on this machine: a network namespace for each, behind that of this process, which is their router
 * and drops what it is told to. It may only be laid out in a network of its own: {@code src/build/apart} makes one, and
 * everything here ends with it.
 */
public final class PrivateNetwork {
    private static final String MARK = "IN_A_NETWORK_APART";

    private final int hosts;

    /** How a host is cut off. Packets vanish without a word, but for the last way. */
    public enum Way {
        /** Nothing reaches it and nothing comes from it. */
        BOTH,
        /** Nothing reaches it. */
        IN,
        /** Nothing comes from it. */
        OUT,
        /** Its cable is pulled: the router says that it cannot be reached. */
        LINK
    }

    /** Lays out a network of so many hosts, 1 to 250. */
    public PrivateNetwork(int hosts) throws IOException, InterruptedException {
        if (System.getenv(MARK) == null) {
            throw new IOException("networks are only laid out in a network of one's own: src/build/apart COMMAND");
        }
        this.hosts = hosts;
        for (int host = 0; host < hosts; host++) {
            ip("netns", "add", name(host));
            ip("link", "add", link(host), "type", "veth", "peer", "name", "eth0", "netns", name(host));
            ip("addr", "add", router(host) + "/24", "dev", link(host));
            ip("link", "set", link(host), "up");
            ip("-n", name(host), "addr", "add", address(host) + "/24", "dev", "eth0");
            ip("-n", name(host), "link", "set", "eth0", "up");
            ip("-n", name(host), "link", "set", "lo", "up");
            ip("-n", name(host), "route", "add", "default", "via", router(host));
        }
        Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1");
    }

    /** What a command begins with that is to run on a host. */
    public List<String> on(int host) {
        return List.of("ip", "netns", "exec", name(host));
    }

    /** The address of a host. */
    public String address(int host) {
        return "10.77." + host + ".2";
    }

    /** A file of hosts in which this name has the addresses of all. */
    public String hostsFile(String name) {
        return "127.0.0.1 localhost\n"
                + IntStream.range(0, hosts)
                        .mapToObj(host -> address(host) + " " + name + "\n")
                        .collect(Collectors.joining());
    }

    /** A socket address of a host. */
    public InetAddress inetAddress(int host) throws IOException {
        return InetAddress.getByName(address(host));
    }

    /** Cuts a host off. */
    public void cut(int host, Way way) throws IOException, InterruptedException {
        change(host, way, "add", "down");
    }

    /** Ends what {@link #cut} began. */
    public void heal(int host, Way way) throws IOException, InterruptedException {
        change(host, way, "del", "up");
    }

    private void change(int host, Way way, String rules, String link) throws IOException, InterruptedException {
        if (way == Way.BOTH || way == Way.IN) {
            ip("rule", rules, "to", address(host), "blackhole", "priority", "100");
        }
        if (way == Way.BOTH || way == Way.OUT) {
            ip("rule", rules, "from", address(host), "blackhole", "priority", "100");
        }
        if (way == Way.LINK) {
            ip("link", "set", link(host), link);
        }
    }

    private static String name(int host) {
        return "host" + host;
    }

    private static String link(int host) {
        return "to-host" + host;
    }

    private static String router(int host) {
        return "10.77." + host + ".1";
    }

    private static void ip(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder("ip");
        command.command().addAll(List.of(arguments));
        Process ip = command.redirectErrorStream(true).start();
        String said = new String(ip.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (ip.waitFor() != 0) {
            throw new IOException(String.join(" ", command.command()) + ": " + said.strip());
        }
    }
}
