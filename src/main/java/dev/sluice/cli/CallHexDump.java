package dev.sluice.cli;

import dev.sluice.client.FrameListener;
import io.vertx.core.buffer.Buffer;
import java.io.PrintWriter;

/** Prints every frame the way {@code xxd} does. Called on the client's event loop. */
final class CallHexDump implements FrameListener {
    private static final int BYTES_PER_LINE = 16;
    private static final String HEX = "0123456789abcdef";

    private final PrintWriter target;

    CallHexDump(PrintWriter target) {
        this.target = target;
    }

    @Override
    public void sent(Buffer frame) {
        print("> sent", frame);
    }

    @Override
    public void received(Buffer frame) {
        print("< received", frame);
    }

    private void print(String what, Buffer frame) {
        StringBuilder text = new StringBuilder(what)
                .append(" request id ")
                .append(frame.getUnsignedInt(4))
                .append(", body of ")
                .append(frame.getUnsignedInt(8))
                .append(" bytes\n");
        for (int at = 0; at < frame.length(); at += BYTES_PER_LINE) {
            line(text, frame, at);
        }
        target.print(text);
        target.flush();
    }

    private static void line(StringBuilder text, Buffer frame, int from) {
        for (int shift = 28; shift >= 0; shift -= 4) {
            text.append(HEX.charAt(from >>> shift & 0xF));
        }
        text.append(':');
        for (int i = 0; i < BYTES_PER_LINE; i++) {
            if (i % 2 == 0) {
                text.append(' ');
            }
            if (from + i < frame.length()) {
                byte b = frame.getByte(from + i);
                text.append(HEX.charAt(b >> 4 & 0xF)).append(HEX.charAt(b & 0xF));
            } else {
                text.append("  ");
            }
        }
        text.append("  ");
        for (int at = from; at < Math.min(from + BYTES_PER_LINE, frame.length()); at++) {
            byte b = frame.getByte(at);
            text.append(b >= ' ' && b < 0x7F ? (char) b : '.');
        }
        text.append('\n');
    }
}
