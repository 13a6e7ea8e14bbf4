package dev.sluice.gateway;

import dev.sluice.bus.Origin;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import io.vertx.core.internal.ContextInternal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a proxy says of the client before the client's first byte: the header of the PROXY protocol, version 1 or 2, read
 * by Netty's decoder. Leaves the pipeline with it. Confined to the socket's event loop.
 */
final class SocketTransportProxy extends ChannelInboundHandlerAdapter {
    /** What a header of version 2 may say beside the addresses. */
    private static final int MOST_BYTES_OF_TLVS = 4 * 1024;

    private final ContextInternal vertx;
    private final Consumer<@Nullable Origin> onClient;
    private final Runnable onBroken;

    private SocketTransportProxy(ContextInternal vertx, Consumer<@Nullable Origin> onClient, Runnable onBroken) {
        this.vertx = vertx;
        this.onClient = onClient;
        this.onBroken = onBroken;
    }

    /**
     * Begins to listen for the header.
     *
     * @param onClient gets the client; null if the proxy speaks for itself, or does not know for whom
     * @param onBroken is told if something else comes
     */
    static void listen(
            ChannelPipeline pipeline, ContextInternal vertx, Consumer<@Nullable Origin> onClient, Runnable onBroken) {
        pipeline.addBefore("handler", "proxy", new Header());
        pipeline.addBefore("handler", "introduction", new SocketTransportProxy(vertx, onClient, onBroken));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        HAProxyMessage header = (HAProxyMessage) message;
        try {
            Origin client = client(header);
            vertx.emit(header, heard -> onClient.accept(client));
            context.pipeline().remove(this); // the decoder follows, and gives what came behind the header
        } finally {
            header.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof DecoderException) {
            vertx.emit(cause, broken -> onBroken.run());
        } else {
            context.fireExceptionCaught(cause); // a reset, as health checks send it
        }
    }

    private static @Nullable Origin client(HAProxyMessage header) {
        AddressFamily family = header.proxiedProtocol().addressFamily();
        boolean hasAddress = family == AddressFamily.AF_IPv4 || family == AddressFamily.AF_IPv6;
        return header.command() == HAProxyCommand.PROXY && hasAddress
                ? new Origin(canonical(header.sourceAddress()), header.sourcePort(), null)
                : null;
    }

    /** One spelling for each address, for limits and logs; the decoder has seen that it is one. */
    private static String canonical(String address) {
        try {
            return InetAddress.getByName(address).getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }

    /** Netty's decoder, but what cannot become a header ends the connection at once: that would wait, and collect, for ever. */
    private static final class Header extends HAProxyMessageDecoder {
        private static final byte[] V1 = "PROXY ".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] V2 = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");
        private static final int VERSION_BITS = 0xF0;
        private static final int VERSION_2 = 0x20;

        private int seen;
        private boolean mayBeV1 = true;
        private boolean mayBeV2 = true;

        Header() {
            super(MOST_BYTES_OF_TLVS);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            ByteBuf piece = (ByteBuf) message;
            for (int i = piece.readerIndex(); i < piece.writerIndex() && seen <= V2.length; i++) {
                byte next = piece.getByte(i);
                mayBeV1 &= seen >= V1.length || next == V1[seen];
                mayBeV2 &= seen == V2.length ? (next & VERSION_BITS) == VERSION_2 : next == V2[seen];
                seen++;
            }
            if (!mayBeV1 && !mayBeV2) {
                piece.release();
                throw new DecoderException("no header of the PROXY protocol");
            }
            super.channelRead(context, message);
        }
    }
}
