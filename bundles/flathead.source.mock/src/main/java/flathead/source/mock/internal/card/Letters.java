package flathead.source.mock.internal.card;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Capital letters, digits and a few signs, made of strokes. */
final class Letters {
    /** Units of the grid that glyphs are drawn on, from the top of a capital to its foot. */
    private static final double CAP = 12;
    /** From one letter to the next, in parts of a capital's height, with no stroke's thickness in it. */
    private static final double GAP = 0.36;
    private static final int CURVE = 8;
    private static final char UNKNOWN = '?';

    /**
     * For each letter its width and its paths. A point is two hexadecimal digits, x to the right and y down; a path
     * that begins with ~ has its corners rounded.
     */
    private static final String[] TABLE = {
        "A 8 0c,40,8c 28,68", "B 8 06,00,0c,1c ~00,70,76,06 ~06,86,8c,0c", "C 8 ~82,80,00,0c,8c,8a",
        "D 8 0c,00 ~00,80,8c,0c", "E 7 70,00,0c,7c 06,66", "F 7 70,00,0c 06,66", "G 8 ~82,80,00,0c,8c,87 87,57",
        "H 8 00,0c 80,8c 06,86", "I 0 00,0c", "J 7 ~70,7c,0c,09", "K 8 00,0c 80,07 34,8c", "L 7 00,0c,7c",
        "M a 0c,00,58,a0,ac", "N 8 0c,00,8c,80", "O 8 ~40,80,8c,0c,00,40", "P 8 0c,00 ~00,80,87,07",
        "Q 8 ~40,80,8c,0c,00,40 59,8c", "R 8 0c,00 ~00,80,87,07 47,8c", "S 8 ~82,80,00,06,86,8c,0c,0a",
        "T 8 00,80 40,4c", "U 8 ~00,0c,8c,80", "V 8 00,4c,80", "W c 00,3c,64,9c,c0", "X 8 00,8c 80,0c",
        "Y 8 00,46,80 46,4c", "Z 8 00,80,0c,8c",
        "0 7 ~06,00,70,7c,0c,06", "1 7 23,50,5c", "2 7 ~03,00,70,75,0c 0c,7c", "3 7 ~02,00,70,76,26 ~26,76,7c,0c,0a",
        "4 7 78,08,50,5c", "5 7 70,00,05 ~05,75,7c,0c,0a", "6 7 ~72,70,00,0c,7c,75,05,08", "7 7 00,70,2c",
        "8 7 ~30,70,76,06,00,30 ~36,76,7c,0c,06,36", "9 7 ~0a,0c,7c,70,00,07,77,74",
        ": 1 04,04 0a,0a", ". 1 0c,0c", "- 5 06,56", "_ 7 0c,7c", "/ 6 0c,60", "# 8 30,1c 70,5c 04,84 08,88",
        "+ 6 36,36 06,66 33,39", "( 2 ~20,06,2c", ") 2 ~00,26,0c", "@ 8 ~85,80,00,0c,8c ~85,45,48,88,85",
        "? 7 ~03,00,70,76,48 4c,4c", "  3 "};

    private static final Map<Character, Glyph> GLYPHS = new HashMap<>();

    static {
        for (String row : TABLE) {
            String[] parts = row.substring(2).strip().split(" ");
            List<double[]> paths = new ArrayList<>();
            for (int i = 1; i < parts.length; i++) {
                if (parts[i].length() > 1) {
                    paths.add(path(parts[i]));
                }
            }
            GLYPHS.put(row.charAt(0), new Glyph(Integer.parseInt(parts[0], 16) / CAP, paths));
        }
    }

    /** A letter: its width and its strokes, x and y in turn, in parts of a capital's height. */
    private record Glyph(double width, List<double[]> paths) {
    }

    private Letters() {
    }

    private static double[] path(String text) {
        boolean round = text.charAt(0) == '~';
        String[] points = text.substring(round ? 1 : 0).split(",");
        double[] corners = new double[points.length * 2];
        for (int i = 0; i < points.length; i++) {
            corners[2 * i] = Character.digit(points[i].charAt(0), 16) / CAP;
            corners[2 * i + 1] = Character.digit(points[i].charAt(1), 16) / CAP;
        }
        return round ? rounded(corners) : corners;
    }

    /** Replaces each corner by a parabola between points as near to it as half of the shorter side. */
    private static double[] rounded(double[] p) {
        List<Double> out = new ArrayList<>(List.of(p[0], p[1]));
        for (int i = 2; i < p.length - 2; i += 2) {
            double before = Math.hypot(p[i] - p[i - 2], p[i + 1] - p[i - 1]);
            double after = Math.hypot(p[i + 2] - p[i], p[i + 3] - p[i + 1]);
            boolean first = i == 2;
            boolean last = i == p.length - 4;
            double reach = Math.min(Math.min(first ? before : before / 2, last ? after : after / 2), 4.5 / CAP);
            for (int step = 0; step <= CURVE; step++) {
                double t = (double) step / CURVE;
                for (int axis = 0; axis < 2; axis++) {
                    double corner = p[i + axis];
                    double from = corner + (p[i - 2 + axis] - corner) * reach / before;
                    double to = corner + (p[i + 2 + axis] - corner) * reach / after;
                    out.add((1 - t) * (1 - t) * from + 2 * t * (1 - t) * corner + t * t * to);
                }
            }
        }
        out.add(p[p.length - 2]);
        out.add(p[p.length - 1]);
        return out.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static Glyph glyph(char letter) {
        Glyph glyph = GLYPHS.get(letter);
        return glyph == null ? GLYPHS.get(UNKNOWN) : glyph;
    }

    /** How wide a text is, in parts of a capital's height, without the thickness of its strokes. */
    static double width(String text) {
        double width = 0;
        for (char letter : text.toUpperCase(Locale.ROOT).toCharArray()) {
            width += glyph(letter).width() + GAP;
        }
        return Math.max(0, width - GAP);
    }

    /**
     * Writes a text.
     *
     * @param left where its first letter begins
     * @param top of its capitals
     * @param cap the height of its capitals, in pixels
     * @param thickness of its strokes, in pixels
     */
    static void write(Canvas canvas, String text, double left, double top, double cap, double thickness, Yuv colour) {
        double x = left;
        for (char letter : text.toUpperCase(Locale.ROOT).toCharArray()) {
            Glyph glyph = glyph(letter);
            canvas.fill(x - thickness, top - thickness, x + glyph.width() * cap + thickness, top + cap + thickness,
                strokes(glyph, x, top, cap, thickness), colour);
            x += (glyph.width() + GAP) * cap;
        }
    }

    private static Shape strokes(Glyph glyph, double left, double top, double cap, double thickness) {
        List<Shape> lines = new ArrayList<>();
        for (double[] path : glyph.paths()) {
            for (int i = 2; i < path.length; i += 2) {
                lines.add(Shape.line(left + path[i - 2] * cap, top + path[i - 1] * cap, left + path[i] * cap,
                    top + path[i + 1] * cap, thickness));
            }
        }
        return (x, y) -> {
            double nearest = 1e6;
            for (Shape line : lines) {
                nearest = Math.min(nearest, line.distance(x, y));
            }
            return nearest;
        };
    }
}
