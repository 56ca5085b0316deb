package flathead.source.mock.internal.card;

import flathead.api.Frame;
import flathead.api.Memory;
import flathead.api.Pool;
import flathead.api.VideoFormat;
import flathead.source.mock.internal.Pattern;

/**
 * The test card. Motion is drawn for the instant on the monotonic clock, so that all cameras of a host see the same
 * scene; the balls stand before the rest, and a camera with an odd number sees them from further right.
 */
public final class TestCard implements Pattern {
    private static final long NEAR_BOUNCE_NANOS = 1_250_000_000L;
    private static final long FAR_BOUNCE_NANOS = 1_000_000_000L;
    private static final long SWAY_NANOS = 7_000_000_000L;
    private static final long SPIN_NANOS = 3_000_000_000L;
    private static final int DIGITS = 7;
    private static final double SMALLEST_CAP = 3;
    private static final int RECTANGLES = 4;

    private final CardLayout at;
    private final Mirror mirror;
    private final Canvas still;
    private final Comet comet;
    private final Strip strip;
    private final Readout clock;
    private final Readout count;
    private final Ball near;
    private final Ball far;
    private final Shadow nearShadow;
    private final Shadow farShadow;
    private final double disparity;
    /** For each slot of the pool, whether the still card is in it. */
    private final boolean[] begun = new boolean[Pool.MAX_SIZE];
    /** For each slot of the pool, the rectangles to put back: left, top, right, bottom. */
    private final int[][] covered = new int[Pool.MAX_SIZE][RECTANGLES * 4];

    /**
     * Draws the still part.
     *
     * @param format I420
     * @param label the large word
     * @param caption the small one above it
     * @param number of the camera, for its colour and its place
     * @param view how it is seen; the lines of the stamp stay upright
     */
    public TestCard(VideoFormat format, String label, String caption, int number, View view) {
        CardColours colours = new CardColours(number, new Palette(view.look()));
        at = new CardLayout(format.width(), format.height());
        mirror = new Mirror(at.width, at.height, at.top, view.across(), view.over());
        Canvas drawn = StillLife.draw(at, colours, label, "camera " + caption);
        comet = new Comet(at, drawn, colours, mirror);
        still = drawn.turned(mirror);
        strip = new Strip(at, colours, mirror);
        clock = readout("00:00:00.000", (StillLife.CLOCK + StillLife.GRATING) / 2, 0.185, colours);
        count = readout("0000000", StillLife.COUNT + 0.115, 0.13, colours);
        boolean room = at.ball >= 4;
        near = room ? new Ball(at.ball, colours.white, colours.accent, colours.black.y(), mirror) : null;
        far = room ? new Ball(at.ball * 0.66, colours.white, colours.accent, colours.black.y(), mirror) : null;
        nearShadow = room ? new Shadow(at.ball, at.ball * 0.2, colours.black.y(), mirror) : null;
        farShadow = room ? new Shadow(at.ball * 0.66, at.ball * 0.14, colours.black.y(), mirror) : null;
        disparity = at.ball * (number % 2 == 0 ? 0.08 : -0.08);
    }

    private Readout readout(String like, double middle, double cap, CardColours colours) {
        return at.disc * cap < SMALLEST_CAP ? null : new Readout(like, at.cx, at.cy + at.disc * middle, at.disc * cap,
            colours.black, colours.white, mirror);
    }

    @Override
    public void paint(Frame frame, long sequence, long dueNanos, long wallMillis) {
        Memory memory = frame.memory();
        int slot = frame.index();
        int[] rectangles = covered[slot];
        if (begun[slot]) {
            for (int i = 0; i < rectangles.length; i += 4) {
                still.copyTo(memory, rectangles[i], rectangles[i + 1], rectangles[i + 2], rectangles[i + 3]);
            }
        } else {
            still.copyTo(memory);
            begun[slot] = true;
        }
        comet.paint(memory, slot, dueNanos);
        strip.paint(memory, dueNanos);
        if (clock != null) {
            clock.time(memory, wallMillis);
        }
        if (count != null) {
            count.number(memory, sequence, DIGITS);
        }
        if (near != null) {
            double sway = Math.sin(phase(dueNanos, SWAY_NANOS) * 2 * Math.PI);
            double room = at.ball * 0.45;
            bounce(memory, rectangles, 0, near, nearShadow, at.leftLane + sway * room + disparity, at.ball,
                phase(dueNanos, NEAR_BOUNCE_NANOS), at.bounce, phase(dueNanos, SPIN_NANOS));
            bounce(memory, rectangles, 8, far, farShadow, at.rightLane - sway * room + disparity / 2, at.ball * 0.66,
                phase(dueNanos, FAR_BOUNCE_NANOS), at.bounce * 0.64, 1 - phase(dueNanos, SPIN_NANOS));
        }
    }

    private static double phase(long nanos, long period) {
        return (double) Math.floorMod(nanos, period) / period;
    }

    private void bounce(Memory memory, int[] rectangles, int from, Ball ball, Shadow shadow, double x, double radius,
            double phase, double height, double turn) {
        double up = 4 * phase * (1 - phase);
        double y = at.floor - radius - up * height;
        int left = (int) Math.round(x) - shadow.width / 2;
        int top = at.floor - shadow.height;
        shadow.paint(memory, left, top, (int) (200 - 150 * up));
        ball.paint(memory, x, y, turn);
        cover(rectangles, from, left, top, left + shadow.width, top + shadow.height);
        int reach = ball.reach();
        cover(rectangles, from + 4, (int) x - reach, (int) y - reach, (int) x + reach, (int) y + reach);
    }

    private void cover(int[] rectangles, int from, int left, int top, int right, int bottom) {
        rectangles[from] = mirror.across() ? at.width - right : left;
        rectangles[from + 1] = mirror.over() ? at.top + at.height - bottom : top;
        rectangles[from + 2] = mirror.across() ? at.width - left : right;
        rectangles[from + 3] = mirror.over() ? at.top + at.height - top : bottom;
    }
}
