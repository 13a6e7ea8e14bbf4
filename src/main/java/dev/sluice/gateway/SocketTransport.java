package dev.sluice.gateway;

import dev.sluice.bus.Origin;
import dev.sluice.metrics.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Vert.x socket. The only user of Vert.x internals and of Netty: half-closing, exact control of reading, reading
 * without a copy and one flush for many writes are not to be had otherwise. Confined to the socket's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what came of a close is told by the event that follows it
final class SocketTransport implements Transport {
    /** A socket that has more to read waits until the others of the loop have had their turn. */
    private static final int READS_PER_TURN = 1;

    private static final RecvByteBufAllocator READS =
            new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(READS_PER_TURN);

    private static final int PAGE_BYTES = 8 * 1024;
    private static final int PAGES_OF_CHUNK_LOG_2 = 7;
    private static final int CACHED_BUFFERS = 16;

    /**
     * Buffers of all sizes share chunks of 1 MiB. Netty's own choice gives each size chunks of its own, which a few buffers
     * keep; it used up 32 MiB of direct memory where 10 MiB were needed, and then an event loop waits for seconds.
     */
    private static final ByteBufAllocator BUFFERS = new PooledByteBufAllocator(
            true,
            0,
            PooledByteBufAllocator.defaultNumDirectArena(),
            PAGE_BYTES,
            PAGES_OF_CHUNK_LOG_2,
            CACHED_BUFFERS,
            CACHED_BUFFERS,
            false);

    private final ChannelHandlerContext context;
    private final Channel channel;
    private @Nullable Connection listener;

    /** Takes over a socket that was just accepted. */
    SocketTransport(NetSocket socket) {
        this.context = ((NetSocketInternal) socket).channelHandlerContext();
        this.channel = context.channel();
        channel.config().setRecvByteBufAllocator(READS); // Netty takes it with the first read, and keeps it
        channel.config().setAllocator(BUFFERS);
    }

    /**
     * Waits for what a proxy says of its client; until then nothing else is read.
     *
     * @param onClient gets the client; null if the proxy speaks for itself
     * @param onBroken is told if something else comes
     */
    void awaitIntroduction(NetSocket socket, Consumer<@Nullable Origin> onClient, Runnable onBroken) {
        socket.exceptionHandler(broken -> {});
        socket.shutdownHandler(timeout -> {}); // the gateway says when
        SocketTransportProxy.listen(channel.pipeline(), ContextInternal.current(), onClient, onBroken);
    }

    /** From now on tells the connection what happens. Called once, before anything of the client is read. */
    void connect(NetSocket socket, Connection connection) {
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        SocketTransportEpoll.keepRegistered(channel);
        channel.pipeline().addBefore("handler", "input", new Input(connection, ContextInternal.current()));
        listener = connection;
        socket.exceptionHandler(broken -> {}); // a reset or a timeout; the close that follows says enough
        socket.shutdownHandler(timeout -> connection.onDrain(CloseReason.DRAINED));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        ByteBuf block = block(length);
        if (block == null) {
            abort(); // what follows would leave a gap
            return;
        }
        context.write(block.writeBytes(bytes, offset, length)).addListener(written -> {
            if (!written.isSuccess()) {
                abort(); // what follows would leave a gap
            } else if (listener != null) {
                listener.onWritten(length);
            }
        });
    }

    /**
     * Blocks of two sizes, so that those of clients that do not read leave no gaps between them. Null if the connection was
     * closed, or there is no direct memory: that is this connection's loss alone.
     */
    private @Nullable ByteBuf block(int length) {
        try {
            return channel.isOpen() ? BUFFERS.directBuffer(TransportRoom.blockBytes(length)) : null;
        } catch (OutOfMemoryError e) {
            return null;
        }
    }

    @Override
    public void flush() {
        context.flush();
    }

    @Override
    public void read(Reading reading) {
        channel.config().setAutoRead(reading == Reading.ON);
    }

    @Override
    public boolean isDelivered() {
        return SocketTransportEpoll.isDelivered(channel);
    }

    @Override
    public void shutdownOutput() {
        ((DuplexChannel) channel).shutdownOutput();
    }

    @Override
    public void close() {
        channel.close();
    }

    @Override
    public void abort() {
        try {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        } catch (ChannelException e) {
            // it was closed a moment ago, and what tells us so is on its way
        }
        channel.close();
    }

    /**
     * Hears what comes from the peer, before Vert.x does: that would copy each piece to the heap, and takes FIN for the end of
     * the connection.
     */
    private static final class Input extends ChannelInboundHandlerAdapter {
        private final Connection connection;
        private final Handler<Buffer> onData;
        private final ContextInternal vertx;

        Input(Connection connection, ContextInternal vertx) {
            this.connection = connection;
            this.onData = connection::onData;
            this.vertx = vertx;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf piece = (ByteBuf) message;
            try {
                vertx.emit(BufferInternal.buffer(unread(piece)), onData);
            } finally {
                piece.release();
            }
        }

        /** A Buffer begins at index 0, whatever was read before: a piece that begins behind a PROXY header does not. */
        private static ByteBuf unread(ByteBuf piece) {
            return piece.readerIndex() == 0 ? piece : piece.slice();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
            if (event == ChannelInputShutdownEvent.INSTANCE) {
                connection.onInputEnded();
            }
            super.userEventTriggered(context, event);
        }
    }
}
