package flathead.testkit.h264;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.DecoderFactory;
import flathead.api.EncoderFactory;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.MediaException;
import flathead.api.Stats;
import flathead.api.VideoDecoder;
import flathead.api.VideoFormat;
import flathead.testkit.EncoderSession.Unit;
import flathead.testkit.Frames;
import flathead.testkit.h264.DecoderSession.Picture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link DecoderFactory} for H.264 and its decoders keep that decode within {@code offer}: what comes out of
 * encoders goes in, and the pictures are compared with what went into those. A subclass says how to get both.
 */
@Timeout(120)
public abstract class DecoderFactoryContract {
    private static final VideoFormat RAW = new VideoFormat(Codec.I420, 320, 240, 30);
    private static final VideoFormat SMALL = new VideoFormat(Codec.I420, 176, 144, 15);
    private static final double GOOD = 34;
    private static final int CYCLES = 200;

    /** The factory in question. */
    protected abstract DecoderFactory factory();

    /** Encoders at hand, by name; at least one. */
    protected abstract Map<String, EncoderFactory> encoders();

    /** A format that it does not take. */
    protected VideoFormat unsupported() {
        return new VideoFormat(Codec.H264, VideoFormat.MAX_SIDE, VideoFormat.MAX_SIDE, 30);
    }

    private EncoderFactory encoder() {
        return encoders().values().iterator().next();
    }

    private List<Unit> units(int count, Integer... keyframes) throws MediaException {
        return DecoderSession.encode(encoder(), RAW, 0, count, Set.of(keyframes));
    }

    private DecoderSession open() throws MediaException {
        return new DecoderSession(factory(), RAW.as(Codec.H264));
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static void assertGood(DecoderSession session) {
        assertTrue(session.worst() > GOOD, () -> session.worst() + " dB in " + session.pictures());
    }

    @Test
    void eachComesOutAtOnceAndInOrderAsWhatItWas() throws MediaException {
        for (Map.Entry<String, EncoderFactory> encoder : encoders().entrySet()) {
            List<Unit> units = DecoderSession.encode(encoder.getValue(), RAW, 100, 40, Set.of(120));
            try (DecoderSession session = open()) {
                for (int i = 0; i < units.size(); i++) {
                    assertTrue(session.offer(units.get(i)), encoder.getKey() + " " + i);
                    assertEquals(i + 1, session.pictures().size(), encoder.getKey());
                    Picture picture = session.pictures().get(i);
                    assertEquals(100 + i, picture.sequence());
                    assertEquals(DecoderSession.captureNanos(100 + i), picture.captureNanos());
                    assertEquals(DecoderSession.quality(100 + i), picture.quality());
                    assertEquals(RAW, picture.format());
                }
                assertGood(session);
                assertEquals(0, session.wishes());
            }
        }
    }

    @Test
    void itStartsAtAKeyframeAndAsksForOneAtEachPicture() throws MediaException {
        List<Unit> units = units(12, 8);
        try (DecoderSession session = open()) {
            for (int i = 3; i < 8; i++) {
                assertFalse(session.offer(units.get(i)));
                assertTrue(session.wishes() >= i - 2, session.wishes() + " wishes");
            }
            session.offerAll(units.subList(8, 12));
            assertEquals(range(8, 12), session.sequences());
            assertGood(session);
        }
    }

    @Test
    void theSizeMayChangeAtAKeyframe() throws MediaException {
        List<Unit> large = units(20, 10);
        List<Unit> small = DecoderSession.encode(encoder(), SMALL, 10, 10, Set.of());
        try (DecoderSession session = open()) {
            session.offerAll(large.subList(0, 10));
            session.offerAll(small);
            session.offerAll(large.subList(10, 20));
            assertEquals(30, session.pictures().size());
            assertEquals(RAW, session.pictures().get(9).format());
            assertEquals(SMALL, session.pictures().get(10).format());
            assertEquals(RAW, session.pictures().get(20).format());
            assertGood(session);
        }
    }

    @Test
    void theSizeIsTheOneInTheStream() throws MediaException {
        List<Unit> units = units(3);
        try (DecoderSession session = new DecoderSession(factory(), SMALL.as(Codec.H264))) {
            for (Unit unit : units) {
                session.offer(new Unit(unit.sequence(), unit.captureNanos(), SMALL.as(Codec.H264), unit.keyframe(),
                    unit.bytes()));
            }
            assertEquals(3, session.pictures().size());
            assertEquals(320, session.pictures().get(0).format().width());
            assertEquals(240, session.pictures().get(0).format().height());
            assertGood(session);
        }
    }

    @Test
    void anotherEncodersOutputMayFollow() throws MediaException {
        try (DecoderSession session = open()) {
            int from = 0;
            for (int round = 0; round < 2; round++) {
                for (EncoderFactory encoder : encoders().values()) {
                    session.offerAll(DecoderSession.encode(encoder, RAW, from, 7, Set.of()));
                    from += 7;
                }
            }
            assertEquals(range(0, from), session.sequences());
            assertGood(session);
            assertEquals(0, session.wishes());
        }
    }

    @Test
    void afterOneThatIsMissingNothingIsShownUpToTheNextKeyframe() throws MediaException {
        for (Map.Entry<String, EncoderFactory> encoder : encoders().entrySet()) {
            List<Unit> units = DecoderSession.encode(encoder.getValue(), RAW, 0, 20, Set.of(14));
            try (DecoderSession session = open()) {
                session.offerAll(units.subList(0, 6));
                units.subList(7, 14).forEach(session::offer);
                assertEquals(range(0, 6), session.sequences(), encoder.getKey());
                assertTrue(session.wishes() >= 7, session.wishes() + " wishes");
                session.offerAll(units.subList(14, 20));
                assertGood(session);
            }
        }
    }

    @Test
    void whatIsCutShortIsNotShownNorWhatLeansOnIt() throws MediaException {
        for (Map.Entry<String, EncoderFactory> encoder : encoders().entrySet()) {
            List<Unit> units = DecoderSession.encode(encoder.getValue(), RAW, 0, 20, Set.of(10));
            for (int part : new int[] {2, 3, 20}) {
                try (DecoderSession session = open()) {
                    session.offerAll(units.subList(0, 5));
                    byte[] bytes = units.get(5).bytes();
                    session.offer(units.get(5), Arrays.copyOf(bytes, bytes.length - bytes.length / part));
                    units.subList(6, 10).forEach(session::offer);
                    assertEquals(range(0, 5), session.sequences(), encoder.getKey());
                    assertTrue(session.wishes() >= 5, session.wishes() + " wishes");
                    session.offerAll(units.subList(10, 20));
                    assertGood(session);
                }
            }
        }
    }

    @Test
    void nothingThatComesInBreaksIt() throws MediaException {
        Random random = new Random(20_261_128);
        for (EncoderFactory encoder : encoders().values()) {
            List<Unit> units = DecoderSession.encode(encoder, RAW, 0, 40, Set.of(10, 20, 30));
            for (int round = 0; round < 60; round++) {
                try (DecoderSession session = open()) {
                    for (Unit unit : units) {
                        session.offer(unit, mutated(unit.bytes(), random, round % 6));
                    }
                    assertEquals(40, session.decoder().stats().in());
                    session.pictures().clear();
                    List<Unit> again = units.subList(10, 20);
                    again.forEach(session::offer);
                    assertEquals(range(10, 20), session.sequences(), "it goes on at a good keyframe");
                    assertGood(session);
                }
            }
        }
    }

    /** Something else in most of what goes in: bits, bytes, a part that is missing or doubled, or all of it. */
    private static byte[] mutated(byte[] unit, Random random, int how) {
        byte[] bytes = unit.clone();
        int at = random.nextInt(bytes.length);
        int length = random.nextInt(bytes.length - at + 1);
        switch (how) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> {
                for (int i = 0; i < 1 + bytes.length / 50; i++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
            }
            case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
            case 3 -> System.arraycopy(unit, random.nextInt(unit.length - length + 1), bytes, at, length);
            case 4 -> bytes[random.nextInt(Math.min(40, bytes.length))] = (byte) random.nextInt(); // the parameters
            default -> {
                random.nextBytes(bytes);
                byte[] start = {0, 0, 0, 1, unit[4]};
                System.arraycopy(start, 0, bytes, 0, Math.min(start.length, bytes.length));
            }
        }
        return bytes;
    }

    @Test
    void countersAddUp() throws MediaException {
        List<Unit> units = units(20, 10);
        try (DecoderSession session = open()) {
            units.subList(2, 15).forEach(session::offer);
            Stats stats = session.decoder().stats();
            assertAll(
                () -> assertEquals(13, stats.in()),
                () -> assertEquals(5, stats.out()),
                () -> assertEquals(8, stats.dropped()),
                () -> assertEquals(0, stats.inFlight()),
                () -> assertEquals(0, stats.keyframes()),
                () -> assertEquals(0, stats.bytes()));
        }
    }

    @Test
    void afterDrainingItGoesOnAtAKeyframeAtTheLatest() throws MediaException {
        List<Unit> units = units(15, 10);
        try (DecoderSession session = open()) {
            assertTrue(session.decoder().drain(0), "nothing is inside");
            session.offerAll(units.subList(0, 5));
            assertTrue(session.decoder().drain(1_000_000_000L));
            assertEquals(range(0, 5), session.sequences());
            assertEquals(0, session.decoder().stats().inFlight());
            units.subList(5, 15).forEach(session::offer);
            assertTrue(session.sequences().containsAll(range(10, 15)), () -> session.sequences().toString());
            assertGood(session);
        }
    }

    @Test
    void whoKeepsEverythingCostsPicturesAndNoKeyframe() throws MediaException {
        List<Unit> units = units(60);
        try (DecoderSession session = open()) {
            session.keepAll();
            units.subList(0, 40).forEach(session::offer);
            int kept = session.kept().size();
            assertTrue(kept < 40, "it drops when nothing is given back");
            assertEquals(40 - kept, session.decoder().stats().dropped());
            session.releaseAll();
            session.offerAll(units.subList(40, 60));
            assertEquals(kept + 20, session.pictures().size());
            assertEquals(0, session.wishes());
            assertGood(session);
        }
    }

    @Test
    void picturesOutsideStayValidAfterClosing() throws MediaException {
        DecoderSession session = open();
        session.keepAll();
        session.offerAll(units(3));
        List<Long> before = session.kept().stream().map(Frames::hash).toList();
        session.decoder().close();
        assertEquals(before, session.kept().stream().map(Frames::hash).toList());
        assertEquals(3, before.size());
        session.close();
    }

    @Test
    void closingEndsIt() throws MediaException {
        List<Unit> units = units(5);
        DecoderSession session = open();
        session.offerAll(units.subList(0, 3));
        VideoDecoder decoder = session.decoder();
        decoder.close();
        decoder.close();
        assertFalse(session.offer(units.get(3)), "offered after close");
        assertEquals(3, session.pictures().size());
        assertEquals(3, decoder.stats().out());
        session.close();
    }

    @Test
    void closingFromInsideItsOutputDoesNotHang() throws MediaException {
        List<Unit> units = units(5);
        DecoderSession session = open();
        session.closeAtFirstOutput();
        units.forEach(session::offer);
        assertEquals(1, session.pictures().size());
        session.close();
    }

    @Test
    void anUnsupportedFormatIsRefusedInWords() {
        VideoFormat format = unsupported();
        assertEquals(Codec.H264, factory().consumes());
        assertFalse(factory().supports(format));
        assertFalse(factory().supports(RAW));
        MediaException refusal = assertThrows(MediaException.class,
            () -> factory().open(format, media -> true, Feedback.NONE));
        String size = format.width() + "x" + format.height();
        assertTrue(refusal.getMessage().contains(size), refusal.getMessage());
    }

    @Test
    void twoWorkAtOnce() throws MediaException {
        List<Unit> large = units(20);
        List<Unit> small = DecoderSession.encode(encoder(), SMALL, 50, 20, Set.of());
        try (DecoderSession one = open(); DecoderSession two = open()) {
            for (int i = 0; i < 20; i++) {
                assertTrue(one.offer(large.get(i)));
                assertTrue(two.offer(small.get(i)));
            }
            assertEquals(range(0, 20), one.sequences());
            assertEquals(range(50, 70), two.sequences());
            assertGood(one);
            assertGood(two);
        }
    }

    @Test
    void nothingIsAllocatedPerPicture() throws MediaException {
        assertEquals(0, DecodingCost.allocated(factory(), units(DecodingCost.PICTURES)));
    }

    @Test
    void manyOpenAndCloseAndNothingStays() throws MediaException {
        List<Unit> large = units(3);
        List<Unit> small = DecoderSession.encode(encoder(), SMALL, 0, 3, Set.of());
        Map<Integer, Long> resident = new TreeMap<>();
        List<Stats> all = new ArrayList<>();
        for (int i = 0; i <= 2 * CYCLES; i++) {
            if (i % CYCLES == 0) {
                resident.put(i, DecodingCost.residentBytes());
            }
            try (DecoderSession session = open()) {
                session.offerAll(i % 2 == 0 ? large : small);
                all.add(session.decoder().stats());
            }
        }
        assertTrue(all.stream().allMatch(stats -> stats.out() == 3), all::toString);
        long more = resident.get(2 * CYCLES) - resident.get(CYCLES);
        assertTrue(more < DecodingCost.SMALL, () -> more + " bytes more after " + CYCLES + ": " + resident);
    }

    /** Raw pictures are of no use to it. */
    @Test
    void whatItHandsOutIsAFrame() throws MediaException {
        try (DecoderSession session = open()) {
            session.keepAll();
            session.offerAll(units(2));
            for (Frame frame : session.kept()) {
                assertEquals(Codec.I420, frame.format().codec());
                assertEquals(3, frame.memory().planes());
            }
        }
    }
}
