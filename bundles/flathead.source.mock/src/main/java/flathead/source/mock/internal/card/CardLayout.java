package flathead.source.mock.internal.card;

import flathead.stamp.Stamp;

/**
 * Where things are on the card, in pixels. The stamp takes the top; below it a disc within a ring stands in the middle;
 * a ball bounces in the lane at each side of it, or below it in a picture that is higher than wide; a strip runs along
 * the bottom.
 */
final class CardLayout {
    final int width;
    final int height;
    /** The first line below the stamp. */
    final int top;
    /** The first line of the strip at the bottom; even. */
    final int floor;
    final double cx;
    final double cy;
    final double ringOuter;
    final double ringInner;
    final double disc;
    /** How large a ball may be, in each of the two lanes; below 4 there is no room for one. */
    final double ball;
    /** How high the balls may bounce, from the lowest place of their upper edge. */
    final double bounce;
    /** The middle of the lane at the left. */
    final double leftLane;
    /** The middle of the lane at the right. */
    final double rightLane;
    /** Radius of the stars in the upper corners; 0 where there is no room. */
    final double star;
    /** The middle of the stars, from the side and from {@link #top}. */
    final double starInset;
    /** Thickness of a fine line. */
    final double hair;

    CardLayout(int width, int height) {
        this.width = width;
        this.height = height;
        top = Stamp.fits(width, height) ? (Stamp.rows(width) + 1) / 2 * 2 : 0;
        int body = height - top;
        int strip = Math.max(2, (int) Math.round(Math.min(width, body) / 44.0)) / 2 * 2;
        floor = height - strip;
        cx = width / 2.0;
        double free = Math.max(2, floor - top);
        boolean wide = width >= free * 1.15;
        double size = Math.min(width, free);
        ringOuter = size * 0.5 - size * 0.018;
        ringInner = ringOuter * 0.925;
        disc = ringOuter * 0.895;
        cy = wide || width >= free ? top + free / 2 : top + ringOuter + size * 0.018 + (free - size) * 0.22;
        hair = Math.max(1, size / 400);
        double lane = wide ? cx - ringOuter : cx;
        double below = wide ? free : floor - cy - ringOuter;
        double margin = size * 0.02;
        ball = Math.min(Math.min((lane - margin) * 0.33, below * 0.2), size * 0.14);
        leftLane = lane / 2;
        rightLane = width - lane / 2;
        starInset = wide ? Math.min(lane / 2, size * 0.14) : size * 0.12;
        star = Math.min(starInset * 0.8, Math.hypot(cx - starInset, cy - top - starInset) - ringOuter - margin);
        double ceiling = wide ? top + 2 * starInset + margin : cy + ringOuter + margin;
        bounce = Math.max(0, floor - ceiling - 2 * ball);
    }
}
