package flathead.source.mock.internal.card;

/** Makes colours for pictures, as a camera of some look sees them. */
public final class Palette {
    private static final int BLACK = 16;
    private static final int RANGE = 219;
    private static final double MIDDLE = BLACK + RANGE / 2.0;
    private static final int GREY = 128;
    private static final int CHROMA = 112;
    /** From light to the values that stand for it in a picture. */
    private static final double GAMMA = 1 / 2.2;

    private final Look look;
    private final double red;
    private final double green;
    private final double blue;

    /** Colours as a camera of this look sees them. */
    public Palette(Look look) {
        this.look = look;
        red = Math.pow(look.light() * look.red(), GAMMA);
        green = Math.pow(look.light(), GAMMA);
        blue = Math.pow(look.light() * look.blue(), GAMMA);
    }

    /** A colour by red, green and blue, {@code 0xrrggbb}. */
    Yuv rgb(int rgb) {
        return yuv((rgb >> 16 & 0xff) / 255.0, (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0);
    }

    /** What a camera makes of light; what is too bright for it is cut off. */
    private Yuv yuv(double redIn, double greenIn, double blueIn) {
        double r = part(redIn * red);
        double g = part(greenIn * green);
        double b = part(blueIn * blue);
        int y = (int) Math.round(BLACK + 65.481 * r + 128.553 * g + 24.966 * b);
        int u = (int) Math.round(GREY - 37.797 * r - 74.203 * g + 112.0 * b);
        int v = (int) Math.round(GREY + 112.0 * r - 93.786 * g - 18.214 * b);
        return new Yuv(luma(y), chroma(u), chroma(v));
    }

    private static double part(double value) {
        return Math.max(0, Math.min(1, value));
    }

    /** A vivid colour by its place on the colour circle, in degrees. */
    Yuv hue(double degrees) {
        int rgb = 0;
        for (int shift = 16, turn = 0; shift >= 0; shift -= 8, turn += 120) {
            double away = Math.abs(Math.floorMod(Math.round(degrees) - turn + 180, 360L) - 180) / 60.0;
            rgb |= (int) (70 + 175 * Math.max(0, Math.min(1, 2 - away))) << shift;
        }
        return rgb(rgb);
    }

    private int luma(int y) {
        double value = MIDDLE + (Math.max(BLACK, y) - MIDDLE) * look.contrast() + look.brightness() * RANGE;
        return (int) Math.max(BLACK, Math.min(BLACK + RANGE, Math.round(value)));
    }

    private int chroma(int c) {
        double away = (c - GREY) * look.saturation() * (1 - Math.abs(look.brightness()));
        return (int) Math.round(GREY + Math.max(-CHROMA, Math.min(CHROMA, away)));
    }

    /** Brings a whole picture, planes Y, U and V without padding, to this look; changes no byte if it is plain. */
    public void applyTo(byte[][] planes, int width) {
        if (look.equals(Look.PLAIN)) {
            return;
        }
        boolean sameLight = look.light() == 1 && look.red() == 1 && look.blue() == 1;
        int half = width / 2;
        for (int i = 0; i < planes[1].length; i++) {
            int first = i / half * 2 * width + i % half * 2;
            int u = planes[1][i] & 0xff;
            int v = planes[2][i] & 0xff;
            if (sameLight) {
                planes[1][i] = (byte) chroma(u);
                planes[2][i] = (byte) chroma(v);
                for (int each = 0; each < 4; each++) {
                    int at = first + each / 2 * width + each % 2;
                    planes[0][at] = (byte) luma(planes[0][at] & 0xff);
                }
                continue;
            }
            int sumU = 0;
            int sumV = 0;
            for (int each = 0; each < 4; each++) {
                int at = first + each / 2 * width + each % 2;
                Yuv seen = seen(planes[0][at] & 0xff, u, v);
                planes[0][at] = (byte) seen.y();
                sumU += seen.u();
                sumV += seen.v();
            }
            planes[1][i] = (byte) Math.round(sumU / 4.0);
            planes[2][i] = (byte) Math.round(sumV / 4.0);
        }
    }

    /** A pixel of a picture, taken for the light that made it. */
    private Yuv seen(int y, int u, int v) {
        double l = (y - BLACK) / (double) RANGE;
        double cb = (u - GREY) / 224.0;
        double cr = (v - GREY) / 224.0;
        return yuv(part(l + 1.402 * cr), part(l - 0.344136 * cb - 0.714136 * cr), part(l + 1.772 * cb));
    }
}
