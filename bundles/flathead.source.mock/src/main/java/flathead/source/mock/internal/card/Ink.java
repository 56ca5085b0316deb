package flathead.source.mock.internal.card;

/** What a shape is filled with. */
@FunctionalInterface
interface Ink {
    /** Answers the colour at a point in {@code yuv}. */
    void at(double x, double y, double[] yuv);

    /** One colour. */
    static Ink of(Yuv colour) {
        return (x, y, yuv) -> {
            yuv[0] = colour.y();
            yuv[1] = colour.u();
            yuv[2] = colour.v();
        };
    }

    /** From one colour at {@code top} to another at {@code bottom}. */
    static Ink down(Yuv from, Yuv to, double top, double bottom) {
        return (x, y, yuv) -> {
            double part = Math.max(0, Math.min(1, (y - top) / (bottom - top)));
            yuv[0] = from.y() + (to.y() - from.y()) * part;
            yuv[1] = from.u() + (to.u() - from.u()) * part;
            yuv[2] = from.v() + (to.v() - from.v()) * part;
        };
    }
}
