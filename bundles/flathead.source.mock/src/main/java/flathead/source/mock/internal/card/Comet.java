package flathead.source.mock.internal.card;

import flathead.api.Memory;
import java.nio.ByteBuffer;

/** A light that runs round in the ring and leaves a fading tail. Allocates nothing while painting. */
final class Comet {
    private static final int TURN = 4096;
    private static final long PERIOD_NANOS = 4_000_000_000L;
    private static final double TAIL = 0.55;

    private final Part luma;
    private final Part chromaU;
    private final Part chromaV;

    /** The pixels of one plane that lie in the ring, and what the tail adds to them. */
    private static final class Part {
        private final int count;
        private final int[] pixels;
        private final short[] angles;
        private final short[] covers;
        private final byte[] still;
        private final short[] glow = new short[TURN];
        private final int columns;

        Part(CardLayout at, byte[] still, int scale, int track, int accent, int white) {
            this.still = still;
            columns = at.width / scale;
            int[] pixel = new int[still.length];
            short[] angle = new short[still.length];
            short[] cover = new short[still.length];
            Shape ring = Shape.ring(at.cx, at.cy, at.ringInner, at.ringOuter);
            int found = 0;
            for (int i = 0; i < still.length; i++) {
                double x = (i % columns + 0.5) * scale;
                double y = (i / columns + 0.5) * scale;
                double part = Math.min(1, 0.5 - ring.distance(x, y) / scale);
                if (part > 0) {
                    double turn = Math.atan2(x - at.cx, at.cy - y) / (2 * Math.PI);
                    pixel[found] = i;
                    angle[found] = (short) Math.floorMod((int) Math.round(turn * TURN), TURN);
                    cover[found++] = (short) Math.round(part * 256);
                }
            }
            count = found;
            pixels = java.util.Arrays.copyOf(pixel, found);
            angles = java.util.Arrays.copyOf(angle, found);
            covers = java.util.Arrays.copyOf(cover, found);
            for (int behind = 0; behind < TURN; behind++) {
                double left = Math.max(0, 1 - behind / (TAIL * TURN));
                double light = Math.pow(left, 1.7);
                double heat = Math.max(0, 1 - behind / (0.03 * TURN));
                double colour = accent + (white - accent) * heat * heat * 0.8;
                glow[behind] = (short) Math.round((colour - track) * light);
            }
        }

        void paint(ByteBuffer plane, int stride, int head) {
            for (int i = 0; i < count; i++) {
                int pixel = pixels[i];
                int light = glow[head - angles[i] & TURN - 1] * covers[i] >> 8;
                int at = stride == columns ? pixel : pixel / columns * stride + pixel % columns;
                plane.put(at, (byte) ((still[pixel] & 0xff) + light));
            }
        }
    }

    Comet(CardLayout at, Canvas still, CardColours colours) {
        luma = new Part(at, still.y, 1, colours.track.y(), colours.accent.y(), colours.white.y());
        chromaU = new Part(at, still.u, 2, colours.track.u(), colours.accent.u(), 128);
        chromaV = new Part(at, still.v, 2, colours.track.v(), colours.accent.v(), 128);
    }

    void paint(Memory memory, long nanos) {
        int head = (int) (Math.floorMod(nanos, PERIOD_NANOS) * TURN / PERIOD_NANOS);
        luma.paint(memory.plane(0), memory.stride(0), head);
        chromaU.paint(memory.plane(1), memory.stride(1), head);
        chromaV.paint(memory.plane(2), memory.stride(2), head);
    }
}
