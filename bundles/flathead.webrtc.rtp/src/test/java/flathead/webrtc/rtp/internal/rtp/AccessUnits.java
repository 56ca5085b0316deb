package flathead.webrtc.rtp.internal.rtp;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.Pool;
import flathead.api.VideoFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Access units to send: pictures of one pool, and NAL units that look like H.264 without being it. */
final class AccessUnits {
    static final VideoFormat FORMAT = new VideoFormat(Codec.H264, 640, 480, 30);
    static final int IDR = 0x65;
    static final int SLICE = 0x41;
    static final int SPS = 0x67;
    static final int PPS = 0x68;

    private final Pool<EncodedFrame> pool;
    private long sequence;

    AccessUnits() {
        this(2_000_000);
    }

    AccessUnits(int capacity) {
        pool = Pool.ofEncoded(FORMAT, 2, capacity);
    }

    /** A NAL unit of {@code length} bytes: no start code in it, but zeros and emulation prevention. */
    static byte[] unit(Random random, int header, int length) {
        byte[] unit = new byte[length];
        unit[0] = (byte) header;
        int zeros = 0;
        for (int i = 1; i < length; i++) {
            int value = random.nextInt(random.nextInt(4) == 0 ? 4 : 256);
            if (zeros == 2 && value < 3) {
                value = 3;
            }
            unit[i] = (byte) (i == length - 1 && value == 0 ? 0x80 : value);
            zeros = value == 0 ? zeros + 1 : 0;
        }
        return unit;
    }

    /** What an encoder makes of a picture: SPS, PPS and a slice, or a slice. */
    static List<byte[]> picture(Random random, boolean keyframe, int bytes) {
        return keyframe
            ? List.of(unit(random, SPS, 12), unit(random, PPS, 5), unit(random, IDR, bytes))
            : List.of(unit(random, SLICE, bytes));
    }

    /** An access unit in Annex B form; its first start code has four bytes, those of others three or four. */
    EncodedFrame frame(List<byte[]> units, boolean keyframe, long captureNanos) {
        int size = 0;
        EncodedFrame frame = pool.tryTake();
        for (byte[] unit : units) {
            int zeros = size == 0 || (unit.length & 1) == 0 ? 3 : 2;
            for (int i = 0; i < zeros; i++) {
                frame.data().put(size++, (byte) 0);
            }
            frame.data().put(size++, (byte) 1);
            frame.data().put(size, unit);
            size += unit.length;
        }
        frame.set(FORMAT, sequence++, captureNanos, size, keyframe);
        return frame;
    }

    /** An access unit of exactly these bytes. */
    EncodedFrame raw(byte[] bytes, boolean keyframe, long captureNanos) {
        EncodedFrame frame = pool.tryTake();
        frame.data().put(0, bytes);
        frame.set(FORMAT, sequence++, captureNanos, bytes.length, keyframe);
        return frame;
    }

    /** Offers a picture and gives it back. */
    boolean offer(RtpSender sender, List<byte[]> units, boolean keyframe, long nowNanos) {
        try (EncodedFrame frame = frame(units, keyframe, nowNanos)) {
            return sender.offer(frame, nowNanos);
        }
    }

    static List<String> hex(List<byte[]> units) {
        List<String> all = new ArrayList<>();
        units.forEach(unit -> all.add(unit.length + ":" + Arrays.hashCode(unit)));
        return all;
    }
}
