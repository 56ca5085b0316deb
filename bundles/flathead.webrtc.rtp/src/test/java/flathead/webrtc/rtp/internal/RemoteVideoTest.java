package flathead.webrtc.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Pool;
import flathead.api.ReceiverStatus;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who opens a stream a moment after it has begun misses nothing, and needs no other keyframe. */
class RemoteVideoTest implements RemoteVideo.Wishing, FrameInput {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.H264, 640, 480, 30);

    private final Pool<EncodedFrame> pool = Pool.ofEncoded(FORMAT, 24, 1_024);
    private final RemoteVideo video = new RemoteVideo(StreamId.local("left"), this);
    private final List<Long> came = new ArrayList<>();
    private int wishes;
    private boolean refuses;
    private long sequence;

    @AfterEach
    void everythingIsGivenBack() {
        video.end(new MediaException("the end"));
        assertEquals(0, pool.inFlight());
        pool.close();
    }

    private void picture(boolean keyframe) {
        try (EncodedFrame frame = pool.tryTake()) {
            frame.set(FORMAT, sequence++, 0, 100, keyframe);
            video.offer(frame);
        }
    }

    private VideoSource.SourceLink open() throws MediaException {
        return video.open(Codec.H264, this);
    }

    @Test
    void theBeginningComesBeforeTheNext() throws MediaException {
        picture(false);
        picture(true);
        picture(false);
        open();
        assertEquals(0, wishes);
        assertEquals(List.of(), came, "pictures come by their own thread");
        picture(false);
        picture(false);
        assertEquals(List.of(1L, 2L, 3L, 4L), came);
        assertEquals(0, pool.inFlight());
    }

    @Test
    void anotherKeyframeIsABetterBeginning() throws MediaException {
        picture(true);
        picture(false);
        picture(true);
        open();
        picture(false);
        assertEquals(List.of(2L, 3L), came);
    }

    @Test
    void whoComesLateGetsAKeyframeOfItsOwn() throws MediaException {
        picture(true);
        for (int i = 0; i < Beginning.MOST; i++) {
            picture(false);
        }
        assertEquals(0, pool.inFlight());
        open();
        assertEquals(1, wishes);
        picture(false);
        picture(true);
        assertEquals(List.of(Beginning.MOST + 2L), came);
    }

    /** What comes at once must find room in queues; who has much to catch up with is better off with a keyframe. */
    @Test
    void aLongBeginningComesInSteps() throws MediaException {
        picture(true);
        for (int i = 1; i < Beginning.MOST; i++) {
            picture(false);
        }
        open();
        assertEquals(1, wishes);
        for (int i = 1; i <= Beginning.MOST - Beginning.AT_ONCE; i++) {
            picture(false);
            assertEquals(Beginning.STEP * i, came.size());
        }
        picture(false);
        picture(false);
        assertEquals(LongStream.range(0, sequence).boxed().toList(), came);
        assertEquals(0, pool.inFlight());
    }

    @Test
    void aKeyframeEndsTheCatchingUp() throws MediaException {
        picture(true);
        for (int i = 1; i < Beginning.MOST; i++) {
            picture(false);
        }
        open();
        picture(false);
        picture(true);
        picture(false);
        assertEquals(List.of(0L, 1L, Beginning.MOST + 1L, Beginning.MOST + 2L), came);
        assertEquals(0, pool.inFlight());
    }

    /** The way behind is laid when the first picture is there, and until then nobody takes any. */
    @Test
    void whatNobodyTakesYetComesAgain() throws MediaException {
        open();
        assertEquals(1, wishes);
        refuses = true;
        picture(true);
        picture(false);
        picture(false);
        refuses = false;
        picture(false);
        picture(false);
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L), came);
        refuses = true;
        picture(false);
        refuses = false;
        picture(false);
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 6L), came, "who has had something may leave out what it likes");
        assertEquals(0, pool.inFlight());
    }

    @Test
    void whoComesAgainGetsNothingOld() throws MediaException {
        picture(true);
        open().close();
        picture(false);
        open();
        assertEquals(1, wishes);
        picture(false);
        assertEquals(List.of(), came);
    }

    @Override
    public boolean offer(Media media) {
        return !refuses && came.add(media.sequence());
    }

    @Override
    public Stats.Network network() {
        return null;
    }

    @Override
    public ReceiverStatus receiver() {
        return null;
    }

    @Override
    public boolean onPictureThread() {
        return true;
    }

    @Override
    public void requestKeyframe() {
        wishes++;
    }

    @Override
    public void limitBitrate(int bitsPerSecond) {
        // No wish of its own.
    }
}
