package dev.sluice.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports for the members of one cluster on this machine. Nobody has them when they are given out. */
public final class ClusterPorts {
    private final List<Integer> ports = new ArrayList<>();

    /** So many of them. */
    public ClusterPorts(int members) throws IOException {
        List<ServerSocket> open = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            open.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (ServerSocket socket : open) {
            socket.close();
        }
    }

    /** The port of one member. */
    public int port(int member) {
        return ports.get(member);
    }

    /** Options of one member of a cluster that consists of all of them. */
    public List<String> options(int member, String roles) {
        List<String> members = ports.stream().map(port -> "127.0.0.1:" + port).toList();
        return List.of(
                "--cluster",
                "--set",
                "roles=" + roles,
                "--set",
                "cluster.port=" + port(member),
                "--set",
                "cluster.busPort=0",
                "--set",
                "cluster.members=" + String.join(",", members));
    }
}
