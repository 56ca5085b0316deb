package flathead.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import flathead.api.Codec;
import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.Feedback;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Stats;
import flathead.api.VideoEncoder;
import flathead.api.VideoFormat;
import flathead.testkit.EncoderSession.Unit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link EncoderFactory} and its encoders keep. A subclass says how to get one, and what it cannot do. */
@Timeout(120)
public abstract class EncoderFactoryContract {
    private static final int LOW = 400_000;
    private static final int HIGH = 1_600_000;

    /** The factory in question. */
    protected abstract EncoderFactory factory();

    /** A format that it takes. */
    protected VideoFormat format() {
        return new VideoFormat(Codec.I420, 320, 240, 30);
    }

    /** Another size that it takes. */
    protected VideoFormat otherFormat() {
        return new VideoFormat(Codec.I420, 176, 144, 15);
    }

    /** A format that it does not take. */
    protected VideoFormat unsupported() {
        return new VideoFormat(Codec.I420, VideoFormat.MAX_SIDE, VideoFormat.MAX_SIDE, 30);
    }

    /** How many pictures may be inside when another one is offered. */
    protected int window() {
        return 1;
    }

    /** Whether it makes a keyframe when told to. */
    protected boolean keyframesOnRequest() {
        return true;
    }

    /** Whether an open encoder changes its rate. */
    protected boolean changesRate() {
        return true;
    }

    /** By how much the rate over three seconds may miss, as a part of it. */
    protected double rateTolerance() {
        return 0.35;
    }

    /** Bytes of Java heap a picture, on the thread that offers and on every thread named {@code flathead-…}. */
    protected long allocationTolerance() {
        return 0;
    }

    /** Checks a stream from its first picture on; H.264 here, anything else in a subclass. */
    protected void checkStream(List<Unit> units) {
        if (factory().produces() == Codec.H264) {
            H264Contract.check(units);
        }
    }

    private EncoderSession open(int bitsPerSecond, int keyframeInterval) throws MediaException {
        return open(format(), bitsPerSecond, keyframeInterval);
    }

    private EncoderSession open(VideoFormat format, int bitsPerSecond, int interval) throws MediaException {
        assertTrue(factory().supports(format), () -> format + " is supported");
        return new EncoderSession(factory(), format, new EncoderSettings(bitsPerSecond, interval), window());
    }

    @Test
    void eachPictureComesOutOnceInOrderAsWhatItWas() throws MediaException {
        try (EncoderSession session = open(LOW, 0)) {
            session.feed(40);
            session.drain();
            List<Unit> units = session.units();
            assertEquals(40, units.size());
            for (int i = 0; i < 40; i++) {
                Unit unit = units.get(i);
                assertEquals(i, unit.sequence());
                assertEquals(session.captureNanos(i), unit.captureNanos(), "capture time of " + i);
                assertEquals(format().as(factory().produces()), unit.format());
            }
            checkStream(units);
        }
    }

    @Test
    void theFirstPictureIsAKeyframeAndNoneElseUnasked() throws MediaException {
        try (EncoderSession session = open(LOW, 0)) {
            session.feed(20);
            session.cut();
            session.feed(20);
            session.drain();
            assumeTrue(keyframesOnRequest(), "keyframes cannot be asked for");
            assertEquals(List.of(0L), session.keyframes());
        }
    }

    @Test
    void aKeyframeWishHoldsForTheNextPicture() throws MediaException {
        assumeTrue(keyframesOnRequest(), "keyframes cannot be asked for");
        try (EncoderSession session = open(LOW, 0)) {
            session.feed(7);
            session.encoder().requestKeyframe();
            session.encoder().requestKeyframe();
            session.feed(5);
            session.drain();
            session.encoder().requestKeyframe();
            session.feed(2);
            session.drain();
            assertEquals(List.of(0L, 7L, 12L), session.keyframes());
            checkStream(session.units());
        }
    }

    @Test
    void theKeyframeIntervalIsKeptAndChangesLive() throws MediaException {
        assumeTrue(keyframesOnRequest(), "keyframes cannot be asked for");
        try (EncoderSession session = open(LOW, 10)) {
            session.feed(25);
            assertTrue(session.encoder().apply(new EncoderSettings(LOW, 4)), "apply");
            session.feed(10);
            assertTrue(session.encoder().apply(new EncoderSettings(LOW, 0)), "apply");
            session.feed(30);
            session.drain();
            assertEquals(List.of(0L, 10L, 20L, 25L, 29L, 33L), session.keyframes());
            checkStream(session.units());
        }
    }

    @Test
    void theRateIsKept() throws MediaException {
        try (EncoderSession session = open(HIGH, 0)) {
            assertRate(session, HIGH);
        }
    }

    @Test
    void settingsChangeTheRateLive() throws MediaException {
        assumeTrue(changesRate(), "the rate of an open encoder cannot be changed");
        try (EncoderSession session = open(LOW, 0)) {
            assertRate(session, LOW);
            assertTrue(session.encoder().apply(new EncoderSettings(HIGH, 0)), "apply");
            assertRate(session, HIGH);
            assertTrue(session.encoder().apply(new EncoderSettings(LOW, 0)), "apply");
            assertRate(session, LOW);
            session.drain();
            checkStream(session.units());
        }
    }

    @Test
    void aLimitLowersTheRateAndLiftsAgain() throws MediaException {
        assumeTrue(changesRate(), "the rate of an open encoder cannot be changed");
        try (EncoderSession session = open(HIGH, 0)) {
            session.encoder().limitBitrate(4 * HIGH);
            double before = assertRate(session, HIGH);
            session.encoder().limitBitrate(LOW);
            session.feed(2);
            session.drain();
            int from = session.units().size();
            session.feed(28);
            session.drain();
            assertTrue(session.bitrate(from) < 0.6 * before, "two pictures later it is " + session.bitrate(from));
            assertRate(session, LOW);
            session.encoder().limitBitrate(Feedback.UNLIMITED);
            assertRate(session, HIGH);
            session.encoder().limitBitrate(1);
            session.feed(3);
            session.encoder().limitBitrate(Feedback.NOTHING);
            session.feed(3);
            session.drain();
            assertEquals(0, session.encoder().stats().dropped());
            checkStream(session.units());
        }
    }

    private double assertRate(EncoderSession session, int wanted) {
        session.feed(format().fps());
        session.drain();
        int from = session.units().size();
        session.feed(3 * format().fps());
        session.drain();
        double rate = session.bitrate(from);
        assertEquals(wanted, rate, wanted * rateTolerance(), "bits per second");
        return rate;
    }

    @Test
    void countersAddUp() throws MediaException {
        try (EncoderSession session = open(LOW, 8)) {
            session.feed(30);
            session.drain();
            Stats stats = session.encoder().stats();
            List<Unit> units = session.units();
            assertAll(
                () -> assertEquals(30, stats.in()),
                () -> assertEquals(30, stats.out()),
                () -> assertEquals(0, stats.dropped()),
                () -> assertEquals(0, stats.inFlight()),
                () -> assertEquals(session.keyframes().size(), stats.keyframes()),
                () -> assertEquals(units.stream().mapToLong(unit -> unit.bytes().length).sum(), stats.bytes()));
        }
    }

    @Test
    void afterDrainingItGoesOn() throws MediaException {
        try (EncoderSession session = open(LOW, 0)) {
            assertTrue(session.encoder().drain(0), "nothing is inside");
            session.feed(5);
            session.drain();
            assertEquals(5, session.units().size());
            session.feed(5);
            session.drain();
            assertEquals(10, session.units().size());
            checkStream(session.units());
        }
    }

    @Test
    void whoKeepsEverythingCostsPicturesUntilTheNextKeyframe() throws MediaException {
        try (EncoderSession session = open(LOW, 0)) {
            session.keepAll();
            int offered = session.feedUntilDropped(500);
            Stats starved = session.encoder().stats();
            assertEquals(offered, starved.in());
            assertEquals(starved.in(), starved.out() + starved.dropped() + starved.inFlight());
            int kept = session.units().size();
            session.releaseAll();
            session.feed(6);
            session.drain();
            List<Unit> later = session.units().subList(kept, session.units().size());
            assertFalse(later.isEmpty(), "it goes on");
            if (keyframesOnRequest()) {
                assertTrue(later.get(0).keyframe(), "it goes on with a keyframe");
            }
            assertTrue(later.get(0).sequence() > kept, "the gap shows");
            checkStream(session.units());
        }
    }

    @Test
    void picturesOutsideStayValidAfterClosing() throws MediaException {
        EncoderSession session = open(LOW, 0);
        session.keepAll();
        session.feed(3);
        session.drain();
        List<byte[]> before = session.keptBytes();
        session.encoder().close();
        List<byte[]> after = session.keptBytes();
        assertEquals(3, before.size());
        for (int i = 0; i < before.size(); i++) {
            assertArrayEquals(before.get(i), after.get(i));
        }
        session.releaseAll();
        session.close();
    }

    @Test
    void closingEndsIt() throws MediaException {
        EncoderSession session = open(LOW, 0);
        session.feed(3);
        session.drain();
        VideoEncoder encoder = session.encoder();
        encoder.close();
        encoder.close();
        assertFalse(session.offerOne(), "offered after close");
        encoder.requestKeyframe();
        encoder.limitBitrate(LOW);
        assertEquals(3, session.units().size());
        assertEquals(3, encoder.stats().out());
        session.close();
    }

    @Test
    void closingFromInsideItsOutputDoesNotHang() throws MediaException {
        EncoderSession session = open(LOW, 0);
        session.closeAtFirstOutput();
        session.offerOne();
        Await.until("closed", () -> !session.offerOne());
        assertEquals(1, session.units().size());
        session.close();
    }

    @Test
    void anUnsupportedFormatIsRefusedInWords() {
        VideoFormat format = unsupported();
        assertFalse(factory().supports(format));
        MediaException refusal = assertThrows(MediaException.class,
            () -> factory().open(format, new EncoderSettings(LOW, 0), media -> true));
        String size = format.width() + "x" + format.height();
        assertTrue(refusal.getMessage().contains(size), refusal.getMessage());
    }

    @Test
    void aPictureOfAnotherShapeIsNotTaken() throws MediaException {
        try (EncoderSession session = open(LOW, 0); EncoderSession other = open(otherFormat(), LOW, 0)) {
            session.feed(2);
            session.drain();
            try (Media stranger = other.picture()) {
                assertFalse(session.encoder().offer(stranger));
            }
            session.feed(2);
            session.drain();
            assertEquals(4, session.units().size());
        }
    }

    @Test
    void twoWorkAtOnce() throws MediaException {
        try (EncoderSession one = open(LOW, 0); EncoderSession two = open(otherFormat(), LOW, 5)) {
            for (int i = 0; i < 20; i++) {
                one.feed(1);
                two.feed(1);
            }
            one.drain();
            two.drain();
            assertEquals(20, one.units().size());
            assertEquals(20, two.units().size());
            checkStream(one.units());
            checkStream(two.units());
            assertNotEquals(one.units().get(0).format(), two.units().get(0).format());
        }
    }

    @Test
    void manyOpenAndCloseOneAfterTheOther() throws MediaException {
        List<Stats> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            try (EncoderSession session = open(i % 2 == 0 ? format() : otherFormat(), LOW, 0)) {
                session.feed(3);
                session.drain();
                all.add(session.encoder().stats());
            }
        }
        assertTrue(all.stream().allMatch(stats -> stats.out() == 3 && stats.keyframes() >= 1), all::toString);
    }

    @Test
    void nothingIsAllocatedPerPicture() throws MediaException {
        try (EncoderSession session = open(LOW, 30)) {
            long bytes = session.allocatedPerPicture(300);
            assertTrue(bytes <= allocationTolerance(), bytes + " bytes a picture");
        }
    }
}
