package flathead.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.testkit.AnnexB.Nal;
import flathead.testkit.AnnexB.Sps;
import flathead.testkit.EncoderSession.Unit;
import java.util.List;

/** The stream contract of {@link flathead.api.Codec#H264}. */
final class H264Contract {
    private H264Contract() {
    }

    static void check(List<Unit> units) {
        assertFalse(units.isEmpty(), "there is a stream");
        assertTrue(units.get(0).keyframe(), "it starts with a keyframe");
        units.forEach(H264Contract::check);
    }

    private static void check(Unit unit) {
        String where = "picture " + unit.sequence();
        boolean sps = false;
        boolean pps = false;
        int slices = 0;
        for (Nal nal : AnnexB.parse(unit.bytes())) {
            assertFalse(nal.forbidden(), where + ": forbidden_zero_bit");
            switch (nal.type()) {
                case AnnexB.SPS -> {
                    sps = true;
                    check(AnnexB.sps(nal), unit, where);
                }
                case AnnexB.PPS -> pps = true;
                case AnnexB.SEI, AnnexB.DELIMITER -> assertEquals(0, slices, where + ": before the slices");
                case AnnexB.IDR -> {
                    assertTrue(sps && pps, where + ": SPS and PPS before the IDR");
                    assertTrue(unit.keyframe(), where + ": an IDR is told");
                    assertEquals(2, AnnexB.sliceType(nal), where + ": I slices in an IDR");
                    slices++;
                }
                case AnnexB.SLICE -> {
                    assertFalse(unit.keyframe(), where + ": a keyframe is an IDR");
                    int type = AnnexB.sliceType(nal);
                    assertTrue(type == 0 || type == 2, where + ": slice_type " + type + " is neither P nor I");
                    slices++;
                }
                default -> throw new AssertionError(where + ": nal_unit_type " + nal.type());
            }
        }
        assertTrue(slices > 0, where + ": has slices");
    }

    private static void check(Sps sps, Unit unit, String where) {
        assertEquals(unit.format().width(), sps.width(), where + ": width");
        assertEquals(unit.format().height(), sps.height(), where + ": height");
        boolean constrainedBaseline = sps.profile() == 66 && (sps.constraints() & 0x40) != 0;
        assertTrue(constrainedBaseline || sps.profile() == 77, where + ": profile_idc " + sps.profile());
        assertTrue(sps.orderType() == 2 || sps.reorder() == 0, where + ": decoders need not hold any back: " + sps);
    }
}
