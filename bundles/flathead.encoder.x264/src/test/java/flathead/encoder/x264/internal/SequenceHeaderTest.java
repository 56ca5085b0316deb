package flathead.encoder.x264.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SequenceHeaderTest {
    private static final byte[] VGA = HexFormat.of().parseHex("000000016742c01eda0280f6c0440000030004000003");

    @Test
    void readsWhatIsSaid() {
        assertEquals(new SequenceHeader(66, 0xC0, 30, 40, 30), SequenceHeader.read(VGA));
    }

    @Test
    void holdsWholeMacroblocksOnly() {
        SequenceHeader header = SequenceHeader.read(VGA);
        assertTrue(header.holds(640, 480));
        assertTrue(header.holds(626, 466));
        assertFalse(header.holds(640, 464));
        assertFalse(header.holds(624, 480));
        assertFalse(header.holds(642, 480));
    }

    @Test
    void anythingElseIsNone() {
        for (int length = 0; length <= 11; length++) {
            assertNull(SequenceHeader.read(Arrays.copyOf(VGA, length)), "of " + length + " bytes");
        }
        for (int at = 0; at < 6; at++) {
            byte[] other = VGA.clone();
            other[at] ^= 2;
            assertNull(SequenceHeader.read(other), "with byte " + at + " changed");
        }
        assertNull(SequenceHeader.read(new byte[64]));
    }

    @Test
    void eachLevelHasItsRate() {
        assertEquals(128, of(0xD0, 11).maxKilobits(), "1b");
        assertEquals(192, of(0xC0, 11).maxKilobits());
        assertEquals(10_000, of(0xC0, 30).maxKilobits());
        assertEquals(20_000, of(0xC0, 40).maxKilobits());
        assertEquals(0, of(0xC0, 29).maxKilobits());
    }

    private static SequenceHeader of(int constraints, int level) {
        return new SequenceHeader(66, constraints, level, 1, 1);
    }
}
