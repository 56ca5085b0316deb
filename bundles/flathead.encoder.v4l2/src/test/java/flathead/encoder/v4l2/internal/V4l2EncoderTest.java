package flathead.encoder.v4l2.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.EncoderSettings;
import flathead.api.Frame;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Memory;
import flathead.api.Pool;
import flathead.api.VideoEncoder;
import flathead.api.VideoFormat;
import flathead.encoder.v4l2.internal.FakeBcm2835.Quirk;
import flathead.testkit.AnnexB;
import flathead.testkit.Await;
import flathead.testkit.Collector;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The encoder over devices that differ from the one that it was written for, that break, and that go. */
@Timeout(60)
class V4l2EncoderTest {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.I420, 320, 240, 30);
    private static final EncoderSettings SETTINGS = new EncoderSettings(1_000_000, 0);
    private static final long SECOND = 1_000_000_000L;

    private final Collector out = new Collector();
    private Pool<Frame> pool = Pool.ofFrames(FORMAT, 16);
    private VideoEncoder encoder;
    private FakeBcm2835 fake;
    private long next;

    private void open(Quirk... quirks) throws MediaException {
        fake = new FakeBcm2835(quirks);
        encoder = fake.factory().open(FORMAT, SETTINGS, out);
        out.keep();
    }

    @AfterEach
    void everythingIsGivenBack() {
        if (encoder != null) {
            encoder.close();
            out.release();
            assertEquals(0, pool.inFlight(), "pictures");
            assertEquals(0, fake.openNow(), "open devices");
        }
    }

    private boolean offer() {
        try (Frame frame = pool.tryTake()) {
            frame.set(next, next * 33_333_333L);
            next++;
            return encoder.offer(frame);
        }
    }

    private void feed(int count) {
        for (int i = 0; i < count; i++) {
            assertTrue(offer(), "picture " + (next - 1));
        }
    }

    private void drain() {
        assertTrue(encoder.drain(5 * SECOND), "drained");
        assertEquals(0, encoder.stats().inFlight());
    }

    private List<Long> keyframes() {
        return out.kept().stream().filter(each -> ((EncodedFrame) each).keyframe()).map(Media::sequence).toList();
    }

    private void assertAll(int count) {
        assertEquals(count, out.count());
        for (int i = 0; i < count; i++) {
            assertEquals(i, out.seen().get(i).sequence());
            assertEquals(i * 33_333_333L, out.seen().get(i).captureNanos());
        }
        assertEquals(0, encoder.stats().dropped());
    }

    private static byte[] bytes(Media media) {
        EncodedFrame unit = (EncodedFrame) media;
        byte[] bytes = new byte[unit.size()];
        unit.data().get(0, bytes);
        return bytes;
    }

    private void assertHeaders() {
        for (Media each : out.kept()) {
            boolean header = AnnexB.parse(bytes(each)).stream().anyMatch(nal -> nal.type() == AnnexB.SPS);
            assertEquals(((EncodedFrame) each).keyframe(), header, "SPS in picture " + each.sequence());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"HIGH_PROFILE", "BROKEN_PICTURE", "SPLIT_PICTURE",
        "IDLE_FORCED_KEYFRAME"})
    void whateverADriverLacksTheStreamIsTheSame(Quirk quirk) throws MediaException {
        open(quirk);
        feed(5);
        encoder.requestKeyframe();
        feed(5);
        drain();
        assertAll(10);
        assertEquals(List.of(0L, 5L), keyframes());
        assertHeaders();
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_COMMANDS", "NO_LAST_FLAG", "HEADER_ONCE", "HOLDS_BACK", "NO_TIMES"})
    void aKeyframeIsHadByStartingAnewToo(Quirk quirk) throws MediaException {
        open(quirk, Quirk.NO_FORCED_KEYFRAME);
        feed(5);
        encoder.requestKeyframe();
        feed(5);
        drain();
        assertAll(10);
        assertEquals(List.of(0L, 5L), keyframes());
        assertHeaders();
    }

    @Test
    void aDriverThatForcesNoKeyframeThoughItSaysSoIsFoundOut() throws MediaException {
        open(Quirk.IDLE_FORCED_KEYFRAME);
        feed(5);
        encoder.requestKeyframe();
        for (int i = 0; i < 5; i++) {
            feed(1);
            drain();
        }
        assertAll(10);
        assertEquals(List.of(0L, 7L), keyframes(), "after two broken promises it is started anew");
    }

    @Test
    void aBrokenPictureCostsThoseUpToTheNextKeyframe() throws MediaException {
        open(Quirk.BROKEN_PICTURE);
        for (int i = 0; i < 12; i++) {
            feed(1);
            drain();
        }
        assertEquals(List.of(0L, 8L), keyframes());
        assertEquals(11, out.count());
        assertEquals(1, encoder.stats().dropped());
    }

    @Test
    void aPictureThatIsLargerThanTheDriversBufferIsFollowedByAKeyframe() throws MediaException {
        open(Quirk.SPLIT_PICTURE);
        for (int i = 0; i < 12; i++) {
            feed(1);
            drain();
        }
        assertEquals(List.of(0L, 8L), keyframes());
        assertAll(12);
    }

    @Test
    void whatCannotBeUsedIsRefusedInWords() throws MediaException {
        open(Quirk.HIGH_PROFILE);
        offer();
        Await.until("it failed", () -> out.failure() != null);
        assertEquals("/dev/video11 (bcm2835-codec-encode): it makes H.264 of profile_idc 100; allowed are 66 and 77",
            out.failure().getMessage());
        assertEquals(0, out.count());
    }

    @Test
    void aDeviceThatGivesNothingBackFailsByName() throws MediaException {
        fake = new FakeBcm2835();
        encoder = fake.factory(100).open(FORMAT, SETTINGS, out);
        feed(3);
        drain();
        fake.hang();
        offer();
        Await.until("it failed", () -> out.failure() != null);
        assertTrue(out.failure().getMessage().matches("/dev/video11 \\(bcm2835-codec-encode\\) holds 1 pictures and has"
            + " given none back for [0-9]+ ms"), out.failure().getMessage());
        Await.until("closed", () -> fake.openNow() == 0);
        assertFalse(offer());
        assertEquals(1, out.failures());
        assertEquals(3, encoder.stats().out());
        assertEquals(0, encoder.stats().inFlight());
    }

    @Test
    void whoWaitsForAHangingDeviceIsLetGo() throws MediaException {
        fake = new FakeBcm2835();
        encoder = fake.factory(200).open(FORMAT, SETTINGS, out);
        fake.hang();
        int taken = 0;
        while (offer()) {
            taken++;
            assertTrue(taken < 16, "there is an end");
        }
        Await.until("it failed", () -> out.failure() != null);
    }

    @Test
    void closingDoesNotWaitForAHangingDevice() throws MediaException {
        open();
        fake.hang();
        offer();
        long start = System.nanoTime();
        encoder.close();
        assertTrue(System.nanoTime() - start < 5 * SECOND);
        assertEquals(null, out.failure(), "who closes is not told");
    }

    @Test
    void aDeviceThatIsPulledOutFailsByName() throws MediaException {
        open();
        feed(3);
        drain();
        fake.unplug(true);
        Await.until("it failed", () -> out.failure() != null);
        assertEquals("/dev/video11 (bcm2835-codec-encode) is gone", out.failure().getMessage());
        assertFalse(offer());
    }

    @Test
    void aDeviceThatIsGoneBeforeItIsOpenedIsRefused() throws MediaException {
        fake = new FakeBcm2835();
        V4l2EncoderFactory factory = fake.factory();
        fake.unplug(true);
        MediaException refusal = assertThrows(MediaException.class, () -> factory.open(FORMAT, SETTINGS, out));
        assertTrue(refusal.getMessage().startsWith("/dev/video11 cannot be opened"), refusal.getMessage());
    }

    private static Memory shared(VideoFormat format, int stride, int lines, int descriptor) {
        ByteBuffer all = ByteBuffer.allocateDirect(stride * lines * 3 / 2);
        int luma = stride * lines;
        return new Memory(new ByteBuffer[] {all.slice(0, luma), all.slice(luma, luma / 4),
            all.slice(luma + luma / 4, luma / 4)}, new int[] {stride, stride / 2, stride / 2}, descriptor);
    }

    private void share(int stride, int lines) {
        pool = Pool.ofFrames(FORMAT, List.of(shared(FORMAT, stride, lines, 70), shared(FORMAT, stride, lines, 71),
            shared(FORMAT, stride, lines, 72), shared(FORMAT, stride, lines, 73), shared(FORMAT, stride, lines, 74),
            shared(FORMAT, stride, lines, 75), shared(FORMAT, stride, lines, 76), shared(FORMAT, stride, lines, 77)),
            index -> { });
    }

    @Test
    void aDmabufIsReadWhereItLies() throws MediaException {
        share(320, 240);
        open();
        feed(8);
        encoder.requestKeyframe();
        feed(8);
        drain();
        assertAll(16);
        assertEquals(16, fake.imported.size(), fake.imported::toString);
        assertEquals(List.of(0L, 8L), keyframes());
        assertEquals(1, fake.opened() - 1, "opened once after the probe");
    }

    @Test
    void aDmabufWithOtherLinesToo() throws MediaException {
        share(384, 240);
        open();
        feed(10);
        drain();
        assertAll(10);
        assertEquals(10, fake.imported.size(), fake.imported::toString);
    }

    @Test
    void aDmabufThatCannotLieSoIsCopied() throws MediaException {
        share(320, 250);
        open();
        feed(10);
        drain();
        assertAll(10);
        assertEquals(List.of(), fake.imported);
    }

    @Test
    void aDriverThatImportsNothingGetsCopies() throws MediaException {
        share(320, 240);
        open(Quirk.NO_IMPORT);
        feed(10);
        drain();
        assertAll(10);
        assertEquals(List.of(), fake.imported);
        assertEquals(List.of(0L), keyframes());
    }

    @Test
    void picturesOfBothKindsMayAlternate() throws MediaException {
        open();
        Pool<Frame> own = pool;
        feed(3);
        share(320, 240);
        feed(3);
        Pool<Frame> shared = pool;
        pool = own;
        feed(3);
        drain();
        assertAll(9);
        assertEquals(List.of(0L, 3L, 6L), keyframes());
        assertEquals(0, shared.inFlight());
    }

    @ParameterizedTest
    @EnumSource(names = {"WHOLE_BLOCKS", "NO_TIMES"})
    void whatIsNotAMultipleOfABlockIsCropped(Quirk quirk) throws MediaException {
        fake = new FakeBcm2835(quirk);
        VideoFormat odd = new VideoFormat(Codec.I420, 1920, 1080, 30);
        pool = Pool.ofFrames(odd, 2);
        encoder = fake.factory().open(odd, SETTINGS, out);
        out.keep();
        feed(1);
        drain();
        AnnexB.Sps sps = AnnexB.sps(AnnexB.parse(bytes(out.kept().get(0))).get(0));
        assertEquals("1920x1080", sps.width() + "x" + sps.height());
        assertEquals(40, sps.level());
        assertEquals(66, sps.profile());
    }

    @Test
    void aRateAboveTheLevelNeedsAnotherEncoder() throws MediaException {
        open();
        assertTrue(encoder.apply(new EncoderSettings(16_800_000, 0)));
        assertFalse(encoder.apply(new EncoderSettings(16_800_001, 0)));
        feed(1);
        drain();
        assertTrue(fake.controls.stream()
            .anyMatch(each -> each[0] == Layout.H264_LEVEL && each[1] == Layout.LEVEL_3_1));
    }

    @Test
    void whatADeviceHoldsBackIsHadByDrainingAndItGoesOn() throws MediaException {
        open(Quirk.HOLDS_BACK);
        feed(6);
        drain();
        feed(6);
        drain();
        assertAll(12);
    }

    @Test
    void drainingGivesUpInTime() throws MediaException {
        open();
        fake.hang();
        offer();
        assertFalse(encoder.drain(Duration.ofMillis(50).toNanos()));
    }

    @Test
    void fiftyTimesOpenAndClosedNothingIsLeft() throws MediaException {
        for (int i = 0; i < 50; i++) {
            open(i % 2 == 0 ? new Quirk[0] : new Quirk[] {Quirk.SINGLE_PLANAR});
            next = 0;
            feed(3);
            drain();
            assertEquals(8, fake.mapped());
            encoder.close();
            assertEquals(0, fake.mapped());
            assertEquals(0, fake.openNow());
            out.release();
        }
    }
}
