package flathead.source.mock.internal.card;

/** A colour in BT.601, video range. */
record Yuv(int y, int u, int v) {
    /** The colour on the way from this one (0) to another (1). */
    Yuv towards(Yuv other, double part) {
        return new Yuv(between(y, other.y, part), between(u, other.u, part), between(v, other.v, part));
    }

    private static int between(int from, int to, double part) {
        return (int) Math.round(from + (to - from) * part);
    }
}
