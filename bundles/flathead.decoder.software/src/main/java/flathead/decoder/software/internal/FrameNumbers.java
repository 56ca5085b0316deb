package flathead.decoder.software.internal;

import flathead.api.EncodedFrame;
import java.nio.ByteBuffer;

/**
 * Notices that a picture is missing which later ones refer to. libavcodec would put the one before in its place and not
 * say so. Every reference picture counts {@code frame_num} on by one (ITU-T H.264, 7.4.3). Not thread-safe.
 */
final class FrameNumbers {
    private static final int SLICE = 1;
    private static final int IDR_SLICE = 5;
    private static final int SEQUENCE_PARAMETERS = 7;

    private final Bits bits = new Bits();
    private int length;
    private boolean planes;
    private boolean gapsAllowed;
    private int reference;

    /** Whether all that this access unit may refer to was there; what cannot be read is left to the decoder. */
    boolean follows(EncodedFrame unit) {
        ByteBuffer data = unit.data();
        int end = unit.size();
        for (int nal = next(data, 0, end); nal < end; nal = next(data, nal, end)) {
            int header = data.get(nal);
            int type = header & 31;
            bits.aim(data, nal + 1, end);
            if (type == SEQUENCE_PARAMETERS) {
                sequenceParameters();
            } else if (type == SLICE || type == IDR_SLICE) {
                return length == 0 || slice(type == IDR_SLICE, (header & 0x60) != 0);
            }
        }
        return true;
    }

    /** Where the next NAL unit begins, behind its start code; {@code end} if there is none. */
    private static int next(ByteBuffer data, int from, int end) {
        for (int i = from; i + 3 < end; i++) {
            if (data.get(i + 2) > 1 || data.get(i + 2) < 0) {
                i += 2; // neither this nor the next two can begin one
            } else if (data.get(i) == 0 && data.get(i + 1) == 0 && data.get(i + 2) == 1) {
                return i + 3;
            }
        }
        return end;
    }

    /** 7.3.2.1.1, as far as it is needed. */
    private void sequenceParameters() {
        int profile = bits.read(8);
        bits.read(16);
        bits.golomb();
        planes = false;
        if (profile != 66 && profile != 77 && profile != 88) {
            int chroma = bits.golomb();
            planes = chroma == 3 && bits.flag();
            bits.golomb();
            bits.golomb();
            bits.read(1);
            if (bits.flag()) {
                for (int i = 0; i < (chroma == 3 ? 12 : 8); i++) {
                    scalingList(i < 6 ? 16 : 64);
                }
            }
        }
        length = Math.min(16, 4 + bits.golomb());
        int orderType = bits.golomb();
        if (orderType == 0) {
            bits.golomb();
        } else if (orderType == 1) {
            bits.read(1);
            bits.golomb();
            bits.golomb();
            for (int i = Math.min(255, bits.golomb()); i > 0; i--) {
                bits.golomb();
            }
        }
        bits.golomb();
        gapsAllowed = bits.flag();
    }

    /** 7.3.2.1.1.1 */
    private void scalingList(int size) {
        if (!bits.flag()) {
            return;
        }
        int scale = 8;
        for (int i = 0; i < size && scale != 0; i++) {
            int code = bits.golomb();
            int delta = (code & 1) != 0 ? (code + 1) / 2 : -(code / 2);
            scale = scale + delta & 255;
        }
    }

    /** 7.3.3, as far as it is needed. */
    private boolean slice(boolean idr, boolean isReference) {
        bits.golomb();
        bits.golomb();
        bits.golomb();
        if (planes) {
            bits.read(2);
        }
        int number = bits.read(length);
        boolean follows = idr || gapsAllowed || number == reference
            || number == (reference + 1 & (1 << length) - 1);
        if (isReference && follows) {
            reference = number;
        }
        return follows;
    }
}
