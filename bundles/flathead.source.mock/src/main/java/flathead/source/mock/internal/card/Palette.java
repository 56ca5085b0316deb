package flathead.source.mock.internal.card;

/** Makes colours for pictures, at a brightness. */
public final class Palette {
    private static final int BLACK = 16;
    private static final int RANGE = 219;
    private static final int GREY = 128;

    private final double brightness;

    /** Colours at a brightness from -1, all black, to 1, all white; 0 leaves them as they are. */
    public Palette(double brightness) {
        this.brightness = brightness;
    }

    /** A colour by red, green and blue, {@code 0xrrggbb}. */
    Yuv rgb(int rgb) {
        double r = (rgb >> 16 & 0xff) / 255.0;
        double g = (rgb >> 8 & 0xff) / 255.0;
        double b = (rgb & 0xff) / 255.0;
        int y = (int) Math.round(BLACK + 65.481 * r + 128.553 * g + 24.966 * b);
        int u = (int) Math.round(GREY - 37.797 * r - 74.203 * g + 112.0 * b);
        int v = (int) Math.round(GREY + 112.0 * r - 93.786 * g - 18.214 * b);
        return new Yuv(luma(y), chroma(u), chroma(v));
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
        return (int) Math.max(BLACK, Math.min(BLACK + RANGE, Math.round(Math.max(BLACK, y) + brightness * RANGE)));
    }

    private int chroma(int c) {
        return (int) Math.round(GREY + (c - GREY) * (1 - Math.abs(brightness)));
    }

    /** Brings a whole picture, planes Y, U and V, to this brightness; changes no byte at brightness 0. */
    public void applyTo(byte[][] planes) {
        if (brightness == 0) {
            return;
        }
        for (int p = 0; p < planes.length; p++) {
            byte[] plane = planes[p];
            for (int i = 0; i < plane.length; i++) {
                int value = plane[i] & 0xff;
                plane[i] = (byte) (p == 0 ? luma(value) : chroma(value));
            }
        }
    }
}
