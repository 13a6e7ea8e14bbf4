package dev.sluice.peers;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/**
 * A unary echo by gRPC-Java, its messages plain bytes. With the argument {@code direct} calls are handled on the
 * event loop, else on gRPC's default executor. A process of its own; prints its port.
 */
@NullMarked
public final class GrpcServer {
    private static final Marshaller<byte[]> BYTES = new Marshaller<>() {
        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream message) {
            try {
                return message.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private GrpcServer() {}

    /** Serves until the process is ended. */
    public static void main(String[] args) throws IOException, InterruptedException {
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        if (List.of(args).contains("direct")) {
            builder.directExecutor();
        }
        Server server = builder.addService(echo()).build().start();
        System.out.println("ready rpc=127.0.0.1:" + server.getPort());
        server.awaitTermination();
    }

    private static ServerServiceDefinition echo() {
        MethodDescriptor<byte[], byte[]> method = MethodDescriptor.newBuilder(BYTES, BYTES)
                .setType(MethodType.UNARY)
                .setFullMethodName("sluice.Echo/echo")
                .build();
        return ServerServiceDefinition.builder("sluice.Echo")
                .addMethod(method, ServerCalls.asyncUnaryCall(GrpcServer::answer))
                .build();
    }

    private static void answer(byte[] request, StreamObserver<byte[]> answers) {
        answers.onNext(request);
        answers.onCompleted();
    }
}
