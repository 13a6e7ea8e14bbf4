package dev.sluice.client;

import dev.sluice.frame.Frame;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Whoever listens to one connection beside its callers. Confined to the connection's event loop. What a listener throws
 * is reported by Vert.x and never reaches the connection.
 */
final class Listeners {
    private final Context context;

    private @Nullable Handler<RpcNotification> notificationHandler;
    private @Nullable FrameListener frameListener;

    Listeners(Context context) {
        this.context = context;
    }

    void notificationHandler(@Nullable Handler<RpcNotification> handler) {
        notificationHandler = handler;
    }

    void frameListener(@Nullable FrameListener listener) {
        frameListener = listener;
    }

    boolean wantNotifications() {
        return notificationHandler != null;
    }

    void notification(RpcNotification notification) {
        tell(notificationHandler, notification);
    }

    void sent(byte[] frame) {
        FrameListener listener = frameListener;
        if (listener != null) {
            tell(listener::sent, Buffer.buffer(frame));
        }
    }

    void received(Frame frame) {
        FrameListener listener = frameListener;
        if (listener != null) {
            tell(listener::received, Buffer.buffer(Requests.frame(frame.requestId(), frame.body(), "")));
        }
    }

    private <T> void tell(@Nullable Handler<T> listener, T what) {
        if (listener == null) {
            return;
        }
        try {
            listener.handle(what);
        } catch (RuntimeException | Error e) {
            context.runOnContext(v -> {
                throw e;
            });
        }
    }
}
