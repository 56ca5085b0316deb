package flathead.source.mock.internal.card;

import flathead.api.Memory;

/**
 * Marks that run along the bottom at a constant speed: the eye follows them and sees every uneven step. Drawn once, at
 * eight positions within a pixel; painting copies lines and allocates nothing.
 */
final class Strip {
    private static final int PHASES = 8;
    private static final double SECONDS_ACROSS = 4;

    private final Mirror mirror;
    private final int top;
    private final int lines;
    private final int width;
    private final int period;
    private final Canvas[] drawn = new Canvas[PHASES];
    private final long speed;

    Strip(CardLayout at, CardColours colours, Mirror mirror) {
        this.mirror = mirror;
        lines = at.height - at.floor;
        top = Math.min(mirror.line(at.floor), mirror.line(at.height - 1));
        width = at.width;
        period = Math.max(8, at.width / 16 / 2 * 2);
        speed = (long) (at.width * PHASES / SECONDS_ACROSS);
        for (int phase = 0; phase < PHASES; phase++) {
            Canvas canvas = new Canvas(width + period, lines);
            canvas.fill(0, 0, canvas.width, lines, Shape.ALL, colours.stripDark);
            double shift = (double) phase / PHASES;
            int number = 0;
            for (double x = shift - period; x < canvas.width; x += period / 2.0) {
                double right = x + (number++ % 2 == 0 ? period * 0.30 : period * 0.08);
                canvas.fill(x - 2, 0, right + 2, lines, Shape.box(x, -9, right, lines + 9),
                    number % 2 == 1 ? colours.accent : colours.white);
            }
            drawn[phase] = canvas.turned(new Mirror(canvas.width, lines, 0, mirror.across(), false));
        }
    }

    void paint(Memory memory, long nanos) {
        long second = 1_000_000_000L;
        long steps = Math.floorMod(nanos, 1_000 * second) / 1_000 * speed / 1_000_000;
        int within = (int) (steps % ((long) period * PHASES));
        Canvas from = drawn[within % PHASES];
        int upright = period - within / PHASES;
        int skip = mirror.across() ? period - upright : upright;
        int skipChroma = mirror.across() ? period / 2 - upright / 2 : upright / 2;
        for (int line = 0; line < lines; line++) {
            memory.plane(0).put((top + line) * memory.stride(0), from.y, line * from.width + skip, width);
        }
        for (int line = 0; line < lines / 2; line++) {
            int at = line * (from.width / 2) + skipChroma;
            memory.plane(1).put((top / 2 + line) * memory.stride(1), from.u, at, width / 2);
            memory.plane(2).put((top / 2 + line) * memory.stride(2), from.v, at, width / 2);
        }
    }
}
