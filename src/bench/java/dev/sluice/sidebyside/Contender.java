package dev.sluice.sidebyside;

import dev.sluice.bench.SluiceWire;
import dev.sluice.bench.SluiceWire.Expect;
import dev.sluice.bench.Wire;
import dev.sluice.load.BareEcho;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server that is compared: how its process is started, and how it is spoken to. */
enum Contender {
    /** A bare Vert.x NetServer that parses our frames and echoes them on the loop, with one write a loop turn. */
    CEILING("ceiling"),
    /** Sluice, {@code demo.echo}: params bound by Jackson, through event bus and worker. */
    SLUICE("sluice"),
    /** Sluice, {@code demo.pass}: params handed through as they are. */
    PASS("pass"),
    /** gRPC-Java, unary, handlers on its default executor. */
    GRPC("grpc"),
    /** gRPC-Java, unary, handlers on the event loop. */
    GRPC_DIRECT("grpc-direct"),
    /** RSocket-java, request and response over TCP. */
    RSOCKET("rsocket"),
    /** Thrift's TThreadedSelectorServer. */
    THRIFT("thrift"),
    /** Vert.x's TCP EventBus bridge. */
    BRIDGE("bridge");

    /** Flags of every server's JVM, alike for all; whatever else there is stays at its default. */
    static final List<String> JVM_FLAGS = List.of("-Xmx1g");

    /** The others let calls wait as long as it takes, too; by default Sluice refuses them after half a second. */
    private static final String PATIENCE = "limits.maxQueueDelay=1m";

    private static final String SLOW_METHOD = "demo.sleep";
    private static final String SLOW_PARAMS = "{\"ms\":50}";

    private final String label;

    Contender(String label) {
        this.label = label;
    }

    /** As it is written in options and tables. */
    String label() {
        return label;
    }

    /**
     * The command that starts it.
     *
     * @param target the folder of what was built
     * @throws IOException if it was not
     */
    List<String> command(Path target) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_FLAGS);
        command.addAll(
                switch (this) {
                    case CEILING -> List.of("-cp", System.getProperty("java.class.path"), BareEcho.class.getName());
                    case SLUICE, PASS ->
                        List.of(
                                "-jar",
                                target.resolve("sluice.jar").toString(),
                                "serve",
                                "--port",
                                "0",
                                "--admin-port",
                                "0",
                                "--set",
                                PATIENCE);
                    case GRPC -> peer(target, "grpc", "GrpcServer");
                    case GRPC_DIRECT -> peer(target, "grpc", "GrpcServer", "direct");
                    case RSOCKET -> peer(target, "rsocket", "RSocketEcho");
                    case THRIFT -> peer(target, "thrift", "ThriftServer");
                    case BRIDGE -> peer(target, "bridge", "BridgeServer");
                });
        return command;
    }

    /** A server with a class path of its own, as its libraries ask for. */
    private static List<String> peer(Path target, String module, String main, String... arguments) throws IOException {
        Path built = target.resolve("peers").resolve(module);
        Path libraries = built.resolve("classpath");
        if (!Files.exists(libraries)) {
            throw new IOException(libraries + " is not there: make bench builds it");
        }
        List<String> command = new ArrayList<>(List.of(
                "-cp",
                built.resolve("classes")
                        + File.pathSeparator
                        + Files.readString(libraries).strip(),
                "dev.sluice.peers." + main));
        command.addAll(List.of(arguments));
        return command;
    }

    /** A wire for one connection, for a shape. */
    Wire wire(Shape shape) {
        return wire(shape.params(), shape.depth());
    }

    /**
     * A wire for one connection. All carry the same body, those of the bridge and its JSON excepted.
     *
     * @param params a JSON array
     * @param depth the most requests in flight
     */
    Wire wire(String params, int depth) {
        String method = this == PASS ? "demo.pass" : "demo.echo";
        byte[] body = SluiceWire.request(method, params);
        byte[] slow = SluiceWire.request(SLOW_METHOD, SLOW_PARAMS);
        return switch (this) {
            case CEILING -> SluiceWire.of(body, slow, Expect.ANY_FRAMES);
            case SLUICE, PASS -> SluiceWire.of(body, slow, Expect.RESPONSES);
            case GRPC, GRPC_DIRECT -> new GrpcWire(body, depth);
            case RSOCKET -> new RSocketWire(body, depth);
            case THRIFT -> new ThriftWire(body);
            case BRIDGE -> new BridgeWire(params);
        };
    }
}
