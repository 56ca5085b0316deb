package flathead.source.mock.internal.card;

/** A shape on the picture's plane, by the distance to its edge. */
@FunctionalInterface
interface Shape {
    /** Everywhere. */
    Shape ALL = (x, y) -> -1e6;

    /** Pixels from a point to the edge; negative inside. */
    double distance(double x, double y);

    /** What is in both. */
    default Shape and(Shape other) {
        return (x, y) -> Math.max(distance(x, y), other.distance(x, y));
    }

    /** As {@link Math#hypot}, much faster, exact enough for a picture. */
    static double length(double x, double y) {
        return Math.sqrt(x * x + y * y);
    }

    /** A disc. */
    static Shape disc(double cx, double cy, double radius) {
        return (x, y) -> length(x - cx, y - cy) - radius;
    }

    /** What lies between two circles. */
    static Shape ring(double cx, double cy, double inner, double outer) {
        double middle = (inner + outer) / 2;
        double half = (outer - inner) / 2;
        return (x, y) -> Math.abs(length(x - cx, y - cy) - middle) - half;
    }

    /** A rectangle. */
    static Shape box(double left, double top, double right, double bottom) {
        return (x, y) -> Math.max(Math.max(left - x, x - right), Math.max(top - y, y - bottom));
    }

    /** A line of a thickness, with round ends. */
    static Shape line(double fromX, double fromY, double toX, double toY, double thickness) {
        double dx = toX - fromX;
        double dy = toY - fromY;
        double length2 = dx * dx + dy * dy;
        return (x, y) -> {
            double along = length2 == 0 ? 0 : ((x - fromX) * dx + (y - fromY) * dy) / length2;
            double part = Math.max(0, Math.min(1, along));
            return length(x - fromX - part * dx, y - fromY - part * dy) - thickness / 2;
        };
    }
}
