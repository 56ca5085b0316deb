package flathead.source.mock.internal.card;

import flathead.api.Memory;
import flathead.api.Pool;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A light that runs round in the ring and leaves a fading tail. The ring's pixels are sorted by their angle, so that
 * only those of the tail, and those that it has left since the slot's last picture, are touched. Allocates nothing
 * while painting.
 */
final class Comet {
    private static final int TURN = 4096;
    private static final int TAIL = 1600;
    private static final long PERIOD_NANOS = 4_000_000_000L;
    private static final int NOWHERE = -1;

    private final Part luma;
    private final Part chromaU;
    private final Part chromaV;
    /** For each slot of the pool, where the light was in its last picture. */
    private final int[] before = new int[Pool.MAX_SIZE];

    /** Sorts the pixels; {@code still} is upright. */
    Comet(CardLayout at, Canvas still, CardColours colours, Mirror mirror) {
        luma = new Part(at, still.y, 1, colours.track.y(), colours.accent.y(), colours.white.y(), mirror);
        Mirror half = mirror.half();
        chromaU = new Part(at, still.u, 2, colours.track.u(), colours.accent.u(), colours.white.u(), half);
        chromaV = new Part(at, still.v, 2, colours.track.v(), colours.accent.v(), colours.white.v(), half);
        Arrays.fill(before, NOWHERE);
    }

    /**
     * Paints it where it is at an instant.
     *
     * @param slot of the pool that the picture is in; it holds the still picture, or what was painted last
     */
    void paint(Memory memory, int slot, long nanos) {
        int head = (int) (Math.floorMod(nanos, PERIOD_NANOS) * TURN / PERIOD_NANOS);
        int last = before[slot];
        luma.paint(memory.plane(0), memory.stride(0), last, head);
        chromaU.paint(memory.plane(1), memory.stride(1), last, head);
        chromaV.paint(memory.plane(2), memory.stride(2), last, head);
        before[slot] = head;
    }

    /** The pixels of one plane that lie in the ring, and what the tail adds to them. */
    private static final class Part {
        /** Where the pixels of each angle begin in the arrays below. */
        private final int[] from = new int[TURN + 1];
        private final int[] pixels;
        private final short[] covers;
        private final short[] stills;
        private final short[] glow = new short[TAIL];
        private final int columns;
        private final int ceiling;

        Part(CardLayout at, byte[] still, int scale, int track, int accent, int white, Mirror mirror) {
            columns = at.width / scale;
            ceiling = scale == 1 ? 235 : 240;
            Shape ring = Shape.ring(at.cx, at.cy, at.ringInner, at.ringOuter);
            short[] angles = new short[still.length];
            for (int i = 0; i < still.length; i++) {
                double x = (i % columns + 0.5) * scale;
                double y = (i / columns + 0.5) * scale;
                angles[i] = NOWHERE;
                if (ring.distance(x, y) < scale * 0.5) {
                    double turn = Math.atan2(x - at.cx, at.cy - y) / (2 * Math.PI);
                    angles[i] = (short) Math.floorMod((int) Math.round(turn * TURN), TURN);
                    from[angles[i] + 1]++;
                }
            }
            for (int angle = 0; angle < TURN; angle++) {
                from[angle + 1] += from[angle];
            }
            pixels = new int[from[TURN]];
            covers = new short[from[TURN]];
            stills = new short[from[TURN]];
            int[] next = from.clone();
            for (int i = 0; i < still.length; i++) {
                if (angles[i] != NOWHERE) {
                    int to = next[angles[i]]++;
                    double x = (i % columns + 0.5) * scale;
                    double y = (i / columns + 0.5) * scale;
                    pixels[to] = mirror.line(i / columns) * columns + mirror.column(i % columns);
                    covers[to] = (short) Math.round(256 * Math.min(1, 0.5 - ring.distance(x, y) / scale));
                    stills[to] = (short) (still[i] & 0xff);
                }
            }
            for (int behind = 0; behind < TAIL; behind++) {
                double light = Math.pow(1 - (double) behind / TAIL, 1.5);
                double heat = Math.max(0, 1 - behind / (0.03 * TURN));
                double colour = accent + (white - accent) * heat * heat * 0.8;
                glow[behind] = (short) Math.round((colour - track) * light);
            }
        }

        void paint(ByteBuffer plane, int stride, int last, int head) {
            if (last != NOWHERE) {
                for (int behind = 0; behind < TAIL; behind++) {
                    int angle = last - behind & TURN - 1;
                    if ((head - angle & TURN - 1) >= TAIL) {
                        restore(plane, stride, angle);
                    }
                }
            }
            for (int behind = 0; behind < TAIL; behind++) {
                int angle = head - behind & TURN - 1;
                int light = glow[behind];
                for (int i = from[angle]; i < from[angle + 1]; i++) {
                    plane.put(place(pixels[i], stride), (byte) Math.min(ceiling, stills[i] + (light * covers[i] >> 8)));
                }
            }
        }

        private void restore(ByteBuffer plane, int stride, int angle) {
            for (int i = from[angle]; i < from[angle + 1]; i++) {
                plane.put(place(pixels[i], stride), (byte) stills[i]);
            }
        }

        private int place(int pixel, int stride) {
            return stride == columns ? pixel : pixel / columns * stride + pixel % columns;
        }
    }
}
