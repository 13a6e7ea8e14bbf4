package dev.sluice.peers;

import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketServer;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.server.CloseableChannel;
import io.rsocket.transport.netty.server.TcpServerTransport;
import org.jspecify.annotations.NullMarked;
import reactor.core.publisher.Mono;

/**
 * An echo of requests by RSocket-java over TCP, on the event loop and without a copy. A process of its own; prints
 * its port.
 */
@NullMarked
public final class RSocketEcho {
    private RSocketEcho() {}

    /** Serves until the process is ended. */
    public static void main(String[] args) {
        CloseableChannel server = RSocketServer.create(SocketAcceptor.forRequestResponse(Mono::just))
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .bindNow(TcpServerTransport.create("127.0.0.1", 0));
        System.out.println("ready rpc=127.0.0.1:" + server.address().getPort());
        server.onClose().block();
    }
}
