package flathead.webrtc.rtp.internal.receive;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.Pool;
import flathead.api.VideoFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Access units to send, with the parameter sets of a real encoder (x264), and what came out at the other end. */
final class Units {
    static final VideoFormat FORMAT = new VideoFormat(Codec.H264, 640, 480, 30);
    static final byte[] SPS = hex("6742c01eda0280f684000003000400000300f23c58ba80");
    static final byte[] SPS_LARGE = hex("6742c01fda014016e840000003004000000f23c60ca8");
    static final byte[] PPS = hex("68ce0fc8");
    static final int IDR = 0x65;
    static final int SLICE = 0x41;

    private final Pool<EncodedFrame> pool = Pool.ofEncoded(FORMAT, 2, 2_000_000);
    private long sequence;

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    /** A NAL unit of {@code length} bytes without a start code in it. */
    static byte[] unit(Random random, int header, int length) {
        byte[] unit = new byte[length];
        for (int i = 0; i < length; i++) {
            unit[i] = (byte) (1 + random.nextInt(255));
        }
        unit[0] = (byte) header;
        return unit;
    }

    static List<byte[]> picture(Random random, boolean keyframe, int bytes) {
        return keyframe ? List.of(SPS, PPS, unit(random, IDR, bytes)) : List.of(unit(random, SLICE, bytes));
    }

    /** The units in Annex B form with long start codes, as the receiver writes them. */
    static byte[] annexB(List<byte[]> units) {
        byte[] all = new byte[units.stream().mapToInt(unit -> unit.length + 4).sum()];
        int at = 0;
        for (byte[] unit : units) {
            all[at + 3] = 1;
            System.arraycopy(unit, 0, all, at + 4, unit.length);
            at += 4 + unit.length;
        }
        return all;
    }

    EncodedFrame frame(List<byte[]> units, boolean keyframe, long captureNanos) {
        byte[] bytes = annexB(units);
        EncodedFrame frame = pool.tryTake();
        frame.data().put(0, bytes);
        frame.set(FORMAT, sequence++, captureNanos, bytes.length, keyframe);
        return frame;
    }

    static byte[] bytes(EncodedFrame frame) {
        byte[] bytes = new byte[frame.size()];
        frame.data().get(0, bytes);
        return bytes;
    }

    /** Everything that there is, taken and given back. */
    static List<byte[]> drain(RtpReceiver receiver, long nowNanos) {
        List<byte[]> all = new ArrayList<>();
        for (EncodedFrame frame = receiver.nextPicture(nowNanos); frame != null;
                frame = receiver.nextPicture(nowNanos)) {
            all.add(bytes(frame));
            frame.close();
        }
        return all;
    }

    static String digest(byte[] bytes) {
        return bytes.length + ":" + Arrays.hashCode(bytes);
    }
}
