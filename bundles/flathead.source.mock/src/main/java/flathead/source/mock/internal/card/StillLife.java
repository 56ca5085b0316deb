package flathead.source.mock.internal.card;

/** Draws what stands still on the card. */
final class StillLife {
    /** Upper edges of the disc's bands, in parts of its radius; the last one ends at 1. */
    static final double LABEL = -0.62;
    static final double BARS = -0.20;
    static final double CLOCK = 0.06;
    static final double GRATING = 0.36;
    static final double STAIRS = 0.56;
    static final double COUNT = 0.68;

    private static final int[] PERIODS = {16, 12, 8, 6, 4, 3, 2};
    private static final int SPOKES = 16;

    private final CardLayout at;
    private final CardColours colours;
    private final Canvas canvas;

    private StillLife(CardLayout layout, CardColours colours) {
        this.at = layout;
        this.colours = colours;
        this.canvas = new Canvas(layout.width, layout.height);
    }

    static Canvas draw(CardLayout layout, CardColours colours, String label, String caption) {
        StillLife life = new StillLife(layout, colours);
        life.backdrop();
        life.star(layout.starInset);
        life.star(layout.width - layout.starInset);
        life.ring();
        life.disc(label, caption);
        return life.canvas;
    }

    private void backdrop() {
        canvas.fill(0, 0, at.width, at.height, Shape.ALL, Ink.down(colours.sky, colours.ground, at.top, at.height));
        double cell = at.disc / 4.5;
        for (double d = cell / 2; d < Math.max(at.cx, at.height); d += cell) {
            for (int side = -1; side <= 1; side += 2) {
                upright(at.cx + side * d);
                level(at.cy + side * d);
            }
        }
        canvas.fill(0, 0, at.width, at.top, Shape.box(0, 0, at.width, at.top), colours.black);
        canvas.fill(0, at.floor, at.width, at.height, Shape.ALL, colours.stripDark);
    }

    private void upright(double x) {
        canvas.fill(x - 2, at.top, x + 2, at.floor, Shape.box(x - at.hair / 2, 0, x + at.hair / 2, at.floor),
            colours.lines);
    }

    private void level(double y) {
        if (y > at.top + 1 && y < at.floor) {
            canvas.fill(0, y - 2, at.width, y + 2, Shape.box(-9, y - at.hair / 2, at.width + 9, y + at.hair / 2),
                colours.lines);
        }
    }

    private void star(double x) {
        double r = at.star;
        if (r < 6) {
            return;
        }
        double y = at.top + at.starInset;
        canvas.fill(x - r - 4, y - r - 4, x + r + 4, y + r + 4, Shape.disc(x, y, r + 2 * at.hair), colours.track);
        Shape spokes = (px, py) -> {
            double from = Shape.length(px - x, py - y);
            return Math.sin(Math.atan2(py - y, px - x) * SPOKES) * from / SPOKES;
        };
        canvas.fill(x - r, y - r, x + r, y + r, spokes.and(Shape.disc(x, y, r)), colours.white);
    }

    private void ring() {
        double r = at.ringOuter + 3 * at.hair;
        fillAround(r, Shape.disc(at.cx, at.cy, r), Ink.of(colours.black));
        fillAround(r, Shape.ring(at.cx, at.cy, at.ringInner, at.ringOuter), Ink.of(colours.track));
        double mid = (at.ringInner + at.ringOuter) / 2;
        double half = (at.ringOuter - at.ringInner) / 2;
        for (int i = 0; i < 60; i++) {
            double angle = Math.PI * i / 30;
            double reach = half * (i % 5 == 0 ? 0.62 : 0.28);
            double sin = Math.sin(angle);
            double cos = Math.cos(angle);
            double x = at.cx + mid * sin;
            double y = at.cy - mid * cos;
            canvas.fill(x - half - 2, y - half - 2, x + half + 2, y + half + 2,
                Shape.line(x - reach * sin, y + reach * cos, x + reach * sin, y - reach * cos, 1.6 * at.hair),
                colours.trackMarks);
        }
    }

    private void fillAround(double radius, Shape shape, Ink ink) {
        canvas.fill(at.cx - radius - 2, at.cy - radius - 2, at.cx + radius + 2, at.cy + radius + 2, shape, ink);
    }

    private void disc(String label, String caption) {
        double line = 1.5 * at.hair / at.disc;
        band(-1, LABEL - line, Ink.down(colours.accent, colours.accent.towards(colours.black, 0.22), y(-1), y(LABEL)));
        band(LABEL, BARS - line, Ink.of(colours.panel));
        bars();
        band(CLOCK, GRATING - line, Ink.of(colours.black));
        band(GRATING, STAIRS - line, gratings());
        stairs(STAIRS, COUNT - line);
        band(COUNT, 1, Ink.of(colours.black));
        text(caption, (LABEL - 0.98) / 2 + 0.045, 0.135, 0.62, 0.13, colours.black);
        text(label, (LABEL + BARS) / 2, 0.27, 1.3, 0.19, colours.accent);
    }

    private double y(double part) {
        return at.cy + at.disc * part;
    }

    private void band(double from, double to, Ink ink) {
        Shape shape = Shape.box(0, y(from), at.width, y(to)).and(Shape.disc(at.cx, at.cy, at.disc));
        canvas.fill(at.cx - at.disc - 1, y(from) - 1, at.cx + at.disc + 1, y(to) + 1, shape, ink);
    }

    private void bars() {
        double each = 2 * at.disc / colours.bars.length;
        Ink ink = (x, y, yuv) -> {
            int bar = (int) Math.max(0, Math.min(colours.bars.length - 1, (x - at.cx + at.disc) / each));
            Ink.of(colours.bars[bar]).at(x, y, yuv);
        };
        band(BARS, CLOCK - 1.5 * at.hair / at.disc, ink);
    }

    private Ink gratings() {
        double half = at.disc * 0.95;
        double each = 2 * half / PERIODS.length;
        Yuv dark = colours.black;
        Yuv light = colours.white;
        return (x, y, yuv) -> {
            double from = x - at.cx + half;
            int part = (int) Math.max(0, Math.min(PERIODS.length - 1, from / each));
            double phase = Math.floor(x) * 2 * Math.PI / PERIODS[part];
            double bright = 0.5 + Math.cos(phase) / 2;
            yuv[0] = dark.y() + (light.y() - dark.y()) * bright;
            yuv[1] = dark.u() + (light.u() - dark.u()) * bright;
            yuv[2] = dark.v() + (light.v() - dark.v()) * bright;
        };
    }

    private void stairs(double from, double to) {
        double half = at.disc * Math.sqrt(1 - to * to);
        int steps = colours.greys.length;
        band(from, to, (x, y, yuv) -> {
            int step = (int) Math.max(0, Math.min(steps - 1, (x - at.cx + half) / (2 * half) * steps));
            Ink.of(colours.greys[step]).at(x, y, yuv);
        });
    }

    /** A text in the middle, made smaller where it would be wider than {@code room}. */
    private void text(String text, double middle, double cap, double room, double weight, Yuv colour) {
        double width = Letters.width(text) + weight;
        double high = Math.min(cap, room / Math.max(0.1, width)) * at.disc;
        if (high < 4) {
            return;
        }
        double left = at.cx - Letters.width(text) * high / 2;
        Letters.write(canvas, text, left, y(middle) - high / 2, high, Math.max(1, weight * high), colour);
    }
}
