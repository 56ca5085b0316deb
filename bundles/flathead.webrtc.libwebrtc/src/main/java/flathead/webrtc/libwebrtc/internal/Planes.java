package flathead.webrtc.libwebrtc.internal;

import java.nio.ByteBuffer;

/** Copies planes of pictures. By absolute indices only, so that positions and limits may be anybody's. */
final class Planes {
    private Planes() {
    }

    /** One plane, line by line unless both are laid out alike. */
    static void copy(ByteBuffer from, int fromStride, ByteBuffer to, int toStride, int width, int height) {
        if (fromStride == toStride) {
            to.put(0, from, 0, toStride * (height - 1) + width);
            return;
        }
        for (int line = 0; line < height; line++) {
            to.put(line * toStride, from, line * fromStride, width);
        }
    }

    /** A plane of pairs, into one of their firsts and one of their seconds. */
    static void split(ByteBuffer from, int fromStride, ByteBuffer firsts, int firstStride, ByteBuffer seconds,
            int secondStride, int width, int height) {
        for (int line = 0; line < height; line++) {
            int at = line * fromStride;
            int first = line * firstStride;
            int second = line * secondStride;
            for (int pair = 0; pair < width; pair++) {
                firsts.put(first + pair, from.get(at + 2 * pair));
                seconds.put(second + pair, from.get(at + 2 * pair + 1));
            }
        }
    }
}
