package dev.sluice.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a socket registered with epoll when it is neither read nor waiting to be written. Netty 4.2 (seen in 4.2.18 and
 * 4.2.19) takes a socket out of epoll when its set of events becomes empty, and forgets that it did: the next event it wants
 * fails with ENOENT, and the answers with it. That is what a client meets that sends FIN and is slow to read.
 *
 * <p>The set never becomes empty when it holds EPOLLERR, which epoll reports in any case (epoll_ctl(2)). The method that adds
 * it is protected, hence reflection.
 *
 * <p>Also knows what only this transport can tell: whether a peer has got everything. Stateless.
 */
final class SocketTransportEpoll {
    private static final Logger LOG = LoggerFactory.getLogger(SocketTransportEpoll.class);
    private static final String CHANNEL = "io.netty.channel.epoll.AbstractEpollChannel";
    private static final int EPOLLERR = 0x8;

    /** FIN was sent, and something before it, or itself, was not acknowledged (tcp_states.h). */
    private static final int TCP_FIN_WAIT1 = 4;

    private static final @Nullable Method SET_FLAG = find();

    private SocketTransportEpoll() {}

    /** Called once for a socket, on its event loop. Nothing is done for sockets of another transport. */
    static void keepRegistered(Channel channel) {
        Method setFlag = SET_FLAG;
        if (setFlag == null || !setFlag.getDeclaringClass().isInstance(channel)) {
            return;
        }
        try {
            setFlag.invoke(channel, EPOLLERR);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a socket cannot be kept registered with epoll", e);
        }
    }

    /** True if the peer has acknowledged our FIN, and so everything before it; or if nobody knows. */
    static boolean isDelivered(Channel channel) {
        try {
            return !(channel instanceof EpollSocketChannel socket)
                    || socket.tcpInfo().state() != TCP_FIN_WAIT1;
        } catch (ChannelException e) {
            return true; // it was closed a moment ago
        }
    }

    private static @Nullable Method find() {
        try {
            ClassLoader loader = SocketTransportEpoll.class.getClassLoader();
            Method setFlag = Class.forName(CHANNEL, false, loader).getDeclaredMethod("setFlag", int.class);
            setFlag.setAccessible(true);
            return setFlag;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn("this Netty is not the one Sluice was made for: half-closed connections may lose answers", e);
            return null;
        }
    }
}
