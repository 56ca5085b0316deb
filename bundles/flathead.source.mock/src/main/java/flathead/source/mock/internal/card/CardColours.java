package flathead.source.mock.internal.card;

/** The colours of a camera's card: cool for the left one, warm for the right one, others by their number. */
final class CardColours {
    final Yuv accent;
    final Yuv accentDeep;
    final Yuv sky;
    final Yuv ground;
    final Yuv lines;
    final Yuv track;
    final Yuv trackMarks;
    final Yuv panel;
    final Yuv black;
    final Yuv white;
    final Yuv[] bars;
    final Yuv[] greys = new Yuv[11];
    final Yuv stripDark;

    CardColours(int camera, Palette palette) {
        accent = switch (camera) {
            case 0 -> palette.rgb(0x1fc8b4);
            case 1 -> palette.rgb(0xff8552);
            default -> palette.hue(210 + camera * 137.5);
        };
        black = palette.rgb(0x07090c);
        white = palette.rgb(0xf6f8fa);
        Yuv slate = palette.rgb(0x1d2733);
        accentDeep = black.towards(accent, 0.45);
        sky = palette.rgb(0x10161e).towards(accent, 0.10);
        ground = slate.towards(accent, 0.24);
        lines = slate.towards(accent, 0.36);
        track = palette.rgb(0x0b1016).towards(accent, 0.08);
        trackMarks = slate.towards(accent, 0.38);
        panel = palette.rgb(0x121a23).towards(accent, 0.06);
        stripDark = black.towards(accent, 0.14);
        int[] eight = {0xc4c4c4, 0xc4c400, 0x00c4c4, 0x00c400, 0xc400c4, 0xc40000, 0x0000c4, 0x0a0a0a};
        bars = new Yuv[eight.length];
        for (int i = 0; i < eight.length; i++) {
            bars[i] = palette.rgb(eight[i]);
        }
        for (int i = 0; i < greys.length; i++) {
            int level = 255 * i / (greys.length - 1);
            greys[i] = palette.rgb(level << 16 | level << 8 | level);
        }
    }
}
