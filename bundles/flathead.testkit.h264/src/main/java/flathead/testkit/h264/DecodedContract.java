package flathead.testkit.h264;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.Frame;
import flathead.api.MediaException;
import flathead.api.Memory;
import flathead.api.Pool;
import flathead.api.VideoEncoder;
import flathead.api.VideoFormat;
import flathead.testkit.AnnexB;
import flathead.testkit.AnnexB.Sps;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every H.264 encoder keeps that makes a picture within {@code offer}: each access unit is decoded at once, by one
 * decoder for the whole test, into the picture that went in.
 */
@Timeout(120)
public abstract class DecodedContract {
    private static final VideoFormat VGA = new VideoFormat(Codec.I420, 640, 480, 30);
    private static final double GOOD = 30;

    private final H264Decoder decoder = new H264Decoder();
    private double worst = Double.MAX_VALUE;
    private int decoded;
    private int keyframes;
    private Sps sps;
    private byte[] last;

    /** The factory in question. */
    protected abstract EncoderFactory factory() throws MediaException;

    /** Of another library. */
    protected abstract EncoderFactory other() throws MediaException;

    @AfterEach
    void close() {
        decoder.close();
    }

    private VideoEncoder open(VideoFormat format, int bitsPerSecond) throws MediaException {
        return open(factory(), format, bitsPerSecond);
    }

    private VideoEncoder open(EncoderFactory factory, VideoFormat format, int bitsPerSecond) throws MediaException {
        return factory.open(format, new EncoderSettings(bitsPerSecond, 0), media -> {
            EncodedFrame unit = (EncodedFrame) media;
            last = new byte[unit.size()];
            unit.data().get(0, last);
            if (unit.keyframe()) {
                keyframes++;
                sps = AnnexB.sps(AnnexB.parse(last).get(0));
            }
            H264Decoder.Picture picture = decoder.decode(last);
            assertEquals(unit.format().width(), picture.width());
            assertEquals(unit.format().height(), picture.height());
            worst = Math.min(worst, Smooth.psnr(picture, (int) unit.sequence()));
            decoded++;
            return true;
        });
    }

    private static void feed(VideoEncoder encoder, VideoFormat format, int from, int count) {
        feed(encoder, Pool.ofFrames(format, 1), from, count);
    }

    private static void feed(VideoEncoder encoder, Pool<Frame> pool, int from, int count) {
        for (int i = from; i < from + count; i++) {
            try (Frame frame = pool.tryTake()) {
                Smooth.paint(frame, i);
                frame.set(i, i);
                assertTrue(encoder.offer(frame), "picture " + i);
            }
        }
    }

    @Test
    void whatComesOutLooksLikeWhatWentIn() throws MediaException {
        try (VideoEncoder encoder = open(VGA, 1_000_000)) {
            feed(encoder, VGA, 0, 60);
        }
        assertEquals(60, decoded);
        assertTrue(worst > GOOD, worst + " dB");
    }

    @Test
    void aLiveChangeOfRateNeedsNoKeyframe() throws MediaException {
        try (VideoEncoder encoder = open(VGA, 2_000_000)) {
            feed(encoder, VGA, 0, 20);
            encoder.limitBitrate(600_000);
            feed(encoder, VGA, 20, 40);
            encoder.apply(new EncoderSettings(3_000_000, 0));
            feed(encoder, VGA, 60, 10);
            encoder.limitBitrate(EncoderSettings.MAX_BITRATE);
            feed(encoder, VGA, 70, 20);
        }
        assertEquals(90, decoded);
        assertEquals(1, keyframes);
        assertTrue(worst > GOOD, worst + " dB");
    }

    @Test
    void aRateAboveTheLevelStartsAnewAtAHigherOne() throws MediaException {
        try (VideoEncoder encoder = open(VGA, 1_000_000)) {
            feed(encoder, VGA, 0, 5);
            assertEquals(30, sps.level());
            encoder.apply(new EncoderSettings(20_000_000, 0));
            feed(encoder, VGA, 5, 5);
            assertEquals(2, keyframes);
            assertTrue(sps.level() > 30, "level " + sps.level());
            encoder.apply(new EncoderSettings(1_000_000, 0));
            feed(encoder, VGA, 10, 5);
            assertEquals(0, encoder.stats().dropped());
        }
        assertEquals(15, decoded);
        assertEquals(2, keyframes);
        assertTrue(worst > GOOD, worst + " dB");
    }

    @Test
    void anotherEncodersOutputMayFollowAlsoOfAnotherSize() throws MediaException {
        VideoFormat small = new VideoFormat(Codec.I420, 320, 240, 30);
        try (VideoEncoder one = open(VGA, 1_000_000)) {
            feed(one, VGA, 0, 10);
            try (VideoEncoder two = open(VGA, 700_000)) {
                feed(two, VGA, 10, 10);
            }
            try (VideoEncoder three = open(small, 500_000)) {
                feed(three, small, 20, 10);
            }
            one.requestKeyframe();
            feed(one, VGA, 30, 10);
        }
        assertEquals(40, decoded);
        assertEquals(4, keyframes);
        assertTrue(worst > GOOD, worst + " dB");
    }

    @Test
    void anotherLibrarysOutputMayFollow() throws MediaException {
        try (VideoEncoder one = open(VGA, 1_000_000); VideoEncoder two = open(other(), VGA, 1_000_000)) {
            feed(one, VGA, 0, 10);
            feed(two, VGA, 10, 10);
            one.requestKeyframe();
            feed(one, VGA, 20, 10);
            two.requestKeyframe();
            feed(two, VGA, 30, 10);
        }
        assertEquals(40, decoded);
        assertEquals(4, keyframes);
        assertTrue(worst > GOOD, worst + " dB");
    }

    @Test
    void levelProfileAndColourAreHonest() throws MediaException {
        try (VideoEncoder encoder = open(VGA, 1_000_000)) {
            feed(encoder, VGA, 0, 1);
        }
        assertEquals(66, sps.profile());
        assertEquals(0xC0, sps.constraints() & 0xC0, "constrained baseline");
        assertEquals(30, sps.level());
        assertEquals(0, sps.reorder());
        assertEquals(1, sps.references());
        int bt601 = 6;
        int video = 1;
        assertArrayEquals(new int[] {bt601, video}, decoder.colour());
    }

    @Test
    void oddSizesAreCropped() throws MediaException {
        VideoFormat odd = new VideoFormat(Codec.I420, 102, 54, 30);
        try (VideoEncoder encoder = open(odd, 300_000)) {
            feed(encoder, odd, 0, 10);
        }
        assertEquals(10, decoded);
        assertTrue(worst > GOOD, worst + " dB");
    }

    @Test
    void nv12IsTheSamePicture() throws MediaException {
        for (VideoFormat format : new VideoFormat[] {VGA.as(Codec.NV12), new VideoFormat(Codec.NV12, 102, 54, 30)}) {
            try (VideoEncoder encoder = open(format, 1_000_000)) {
                feed(encoder, format, 0, 10);
            }
        }
        assertEquals(20, decoded);
        assertTrue(worst > GOOD, worst + " dB");
    }

    @Test
    void linesMayBePadded() throws MediaException {
        for (Codec codec : new Codec[] {Codec.I420, Codec.NV12}) {
            VideoFormat format = new VideoFormat(codec, 102, 54, 30);
            try (VideoEncoder encoder = open(format, 300_000)) {
                feed(encoder, Pool.ofFrames(format, List.of(padded(format)), index -> { }), 0, 10);
            }
        }
        assertEquals(20, decoded);
        assertTrue(worst > GOOD, worst + " dB");
    }

    /** Planes of their own whose lines are longer than the picture is wide. */
    private static Memory padded(VideoFormat format) {
        boolean planar = format.codec() == Codec.I420;
        int[] strides = planar ? new int[] {160, 96, 96} : new int[] {160, 128};
        ByteBuffer[] planes = new ByteBuffer[strides.length];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = ByteBuffer.allocateDirect(strides[i] * (i == 0 ? format.height() : format.height() / 2));
        }
        return new Memory(planes, strides, Memory.NO_DMABUF);
    }

    @Test
    void itsCountersMayWrapWithoutAKeyframe() throws MediaException {
        VideoFormat tiny = new VideoFormat(Codec.I420, 16, 16, 30);
        try (VideoEncoder encoder = open(tiny, 50_000)) {
            feed(encoder, tiny, 0, 33_500);
        }
        assertEquals(33_500, decoded);
        assertEquals(1, keyframes);
        assertFalse(worst < 20, worst + " dB");
    }

    @Test
    void theLargestPicturesAreEncoded() throws MediaException {
        VideoFormat wide = new VideoFormat(Codec.I420, 8192, 1152, 5);
        try (VideoEncoder encoder = open(wide, 5_000_000)) {
            feed(encoder, wide, 0, 2);
        }
        assertEquals(2, decoded);
    }
}
