package flathead.testkit.h264;

import flathead.api.Codec;
import flathead.api.Frame;
import java.nio.ByteBuffer;

/** A smooth picture that moves: what goes in can be compared with what a decoder makes of it. */
final class Smooth {
    private Smooth() {
    }

    static void paint(Frame frame, int number) {
        int width = frame.format().width();
        int height = frame.format().height();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                frame.memory().plane(0).put(y * frame.memory().stride(0) + x, (byte) luma(x, y, number));
            }
        }
        boolean planar = frame.format().codec() == Codec.I420;
        for (int y = 0; y < height / 2; y++) {
            for (int x = 0; x < width / 2; x++) {
                put(frame, planar ? 1 : 1, planar ? x : 2 * x, y, u(x, y, number));
                put(frame, planar ? 2 : 1, planar ? x : 2 * x + 1, y, v(x, y, number));
            }
        }
    }

    private static void put(Frame frame, int plane, int x, int y, int value) {
        ByteBuffer bytes = frame.memory().plane(plane);
        bytes.put(y * frame.memory().stride(plane) + x, (byte) value);
    }

    private static int luma(int x, int y, int number) {
        return (int) (128 + 60 * Math.sin((x + 2 * number) / 23.0) + 40 * Math.cos((y - number) / 17.0));
    }

    private static int u(int x, int y, int number) {
        return (int) (128 + 50 * Math.sin((x + y + number) / 31.0));
    }

    private static int v(int x, int y, int number) {
        return (int) (128 + 50 * Math.cos((x - y + number) / 37.0));
    }

    /** Peak signal-to-noise ratio of all three planes together, in dB. */
    static double psnr(H264Decoder.Picture picture, int number) {
        double sum = 0;
        int width = picture.width();
        for (int i = 0; i < picture.y().length; i++) {
            sum += square(picture.y()[i], luma(i % width, i / width, number));
        }
        int half = width / 2;
        for (int i = 0; i < picture.u().length; i++) {
            sum += square(picture.u()[i], u(i % half, i / half, number));
            sum += square(picture.v()[i], v(i % half, i / half, number));
        }
        double mean = sum / (picture.y().length + 2 * picture.u().length);
        return mean == 0 ? 100 : 10 * Math.log10(255 * 255 / mean);
    }

    /** The same of a raw picture. */
    static double psnr(Frame frame, int number) {
        int width = frame.format().width();
        int height = frame.format().height();
        double sum = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                sum += square(at(frame, 0, x, y), luma(x, y, number));
            }
        }
        for (int y = 0; y < height / 2; y++) {
            for (int x = 0; x < width / 2; x++) {
                sum += square(at(frame, 1, x, y), u(x, y, number)) + square(at(frame, 2, x, y), v(x, y, number));
            }
        }
        double mean = sum / (1.5 * width * height);
        return mean == 0 ? 100 : 10 * Math.log10(255 * 255 / mean);
    }

    private static byte at(Frame frame, int plane, int x, int y) {
        return frame.memory().plane(plane).get(y * frame.memory().stride(plane) + x);
    }

    private static double square(byte decoded, int painted) {
        double difference = (decoded & 255) - painted;
        return difference * difference;
    }
}
