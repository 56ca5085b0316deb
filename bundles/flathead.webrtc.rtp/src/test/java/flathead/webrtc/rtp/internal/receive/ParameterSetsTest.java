package flathead.webrtc.rtp.internal.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** Encoders that use more than one parameter set, or another for each keyframe. */
class ParameterSetsTest {
    private final ParameterSets sets = new ParameterSets();

    /** A NAL unit: its header, and bits, to which the one that ends it is added. */
    private static byte[] unit(int header, String bits) {
        String whole = "1".repeat(8) + bits + "1";
        whole += "0".repeat(-whole.length() & 7);
        byte[] bytes = new BigInteger("0" + whole, 2).toByteArray();
        // The sign's byte is followed by the eight ones, which hold the place of the header.
        byte[] unit = java.util.Arrays.copyOfRange(bytes, 1, bytes.length);
        unit[0] = (byte) header;
        return unit;
    }

    /** ue(v). */
    private static String number(int value) {
        String bits = Integer.toBinaryString(value + 1);
        return "0".repeat(bits.length() - 1) + bits;
    }

    private static byte[] sps(int id, int width, int height) {
        return unit(0x67, "01000010" + "11000000" + "00011110" + number(id) + number(0) + number(2) + number(1) + "0"
            + number(width / 16 - 1) + number(height / 16 - 1) + "1" + "1" + "0" + "0");
    }

    private static byte[] pps(int id, int sps) {
        return unit(0x68, number(id) + number(sps) + "00" + number(0) + number(0) + number(0) + "000000");
    }

    private static byte[] idr(int pps) {
        return unit(0x65, number(0) + number(7) + number(pps) + "0101010101010101");
    }

    private boolean take(byte[] set) {
        return sets.take(set, 0, set.length);
    }

    private String referredBy(byte[] slice) {
        sets.refer(slice, 1, slice.length);
        return sets.active().width() + "x" + sets.active().height();
    }

    @Test
    void theSizeIsThatOfTheSetWhichTheKeyframeRefersTo() {
        assertTrue(take(sps(0, 640, 480)) && take(sps(1, 320, 240)) && take(pps(0, 0)) && take(pps(1, 1)));
        assertEquals("640x480", referredBy(idr(0)), "though another came later");
        assertEquals("320x240", referredBy(idr(1)));
        assertTrue(take(sps(0, 640, 480)));
        assertEquals("320x240", referredBy(idr(1)), "though another came later again");
    }

    @Test
    void aKeyframeThatRefersToWhatIsMissingHasTheLast() {
        assertTrue(take(sps(0, 640, 480)) && take(pps(0, 0)));
        assertEquals("640x480", referredBy(idr(7)));
        assertEquals("640x480", referredBy(new byte[] {0x65}));
    }

    @Test
    void everyNumberThatIsAllowedIsTaken() {
        assertTrue(take(sps(31, 640, 480)));
        for (int id = 0; id < 256; id++) {
            assertTrue(take(pps(id, 31)), "PPS " + id);
        }
        assertFalse(take(pps(256, 31)));
        assertFalse(take(sps(32, 640, 480)));
        assertEquals("640x480", referredBy(idr(255)));
    }
}
