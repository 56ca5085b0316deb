package flathead.source.mock.internal.card;

/**
 * Where a place of the upright picture is in a flipped one. What is drawn once is flipped once; what moves is written
 * where it belongs.
 *
 * @param width of the plane
 * @param height of the plane
 * @param top the first line that is turned over; those above, with the stamp, stay
 * @param across whether left and right change places
 * @param over whether top and bottom do
 */
public record Mirror(int width, int height, int top, boolean across, boolean over) {
    /** For a plane of half the size. */
    Mirror half() {
        return new Mirror(width / 2, height / 2, top / 2, across, over);
    }

    int column(int x) {
        return across ? width - 1 - x : x;
    }

    int line(int y) {
        return over && y >= top ? top + height - 1 - y : y;
    }

    /** From one column to the next. */
    int step() {
        return across ? -1 : 1;
    }

    /** A plane without padding, flipped; itself if there is nothing to do. */
    byte[] turn(byte[] plane) {
        if (!across && !over) {
            return plane;
        }
        byte[] turned = new byte[plane.length];
        for (int y = 0; y < height; y++) {
            int to = line(y) * width;
            for (int x = 0; x < width; x++) {
                turned[to + column(x)] = plane[y * width + x];
            }
        }
        return turned;
    }

    /** A whole picture, planes Y, U and V, of which this is Y's. */
    public void turn(byte[][] planes) {
        planes[0] = turn(planes[0]);
        planes[1] = half().turn(planes[1]);
        planes[2] = half().turn(planes[2]);
    }
}
