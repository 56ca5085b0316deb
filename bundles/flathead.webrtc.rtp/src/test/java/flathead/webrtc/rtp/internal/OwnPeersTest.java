package flathead.webrtc.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Pool;
import flathead.api.StreamId;
import flathead.api.TimeQuality;
import flathead.api.VideoFormat;
import flathead.api.VideoSource;
import flathead.signaling.Candidate;
import flathead.signaling.Peer;
import flathead.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our sender and our receiver, over real ports: pictures, wishes, times, the end. */
@Timeout(60)
class OwnPeersTest {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.H264, 640, 480, 30);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final byte[] SETS = HexFormat.of().parseHex(
        "000000016742c01eda0280f684000003000400000300f23c58ba800000000168ce0fc8");

    private final RtpPeerFactory factory = new RtpPeerFactory();
    private final Pool<EncodedFrame> pool = Pool.ofEncoded(FORMAT, 4, 200_000);
    private final Random random = new Random(5);
    private final AtomicInteger keyframesWished = new AtomicInteger();
    private final List<Integer> sent = new ArrayList<>();
    private final List<Integer> got = new CopyOnWriteArrayList<>();
    private final List<Double> errors = new CopyOnWriteArrayList<>();
    private final List<TimeQuality> qualities = new CopyOnWriteArrayList<>();
    private final List<Long> captured = new CopyOnWriteArrayList<>();
    private final Side sender = new Side();
    private final Side receiver = new Side();
    private volatile int limit;
    private long sequence;

    private static final class Side implements Peer.Events {
        final List<Peer.State> states = new CopyOnWriteArrayList<>();
        volatile String sdp;
        volatile MediaException failure;

        @Override
        public void described(String description) {
            sdp = description;
        }

        @Override
        public void candidate(Candidate candidate) {
        }

        @Override
        public void state(Peer.State state) {
            states.add(state);
        }

        @Override
        public void failed(MediaException cause) {
            failure = cause;
        }
    }

    @AfterEach
    void close() {
        factory.close();
        assertEquals(0, pool.inFlight());
    }

    private Peer.Publishing publish() throws MediaException {
        return factory.publish(StreamId.local("left"), FORMAT, List.of(), new Feedback() {
            @Override
            public void requestKeyframe() {
                keyframesWished.incrementAndGet();
            }

            @Override
            public void limitBitrate(int bitsPerSecond) {
                limit = bitsPerSecond;
            }
        }, sender);
    }

    private Peer.Receiving connect(Peer.Publishing from) throws MediaException {
        Await.until("an offer", LIMIT, () -> sender.sdp != null);
        StreamId stream = new StreamId("left", "robot", "left", 1);
        Peer.Receiving peer = factory.receive(stream, sender.sdp, List.of(), receiver);
        Await.until("an answer", LIMIT, () -> receiver.sdp != null);
        from.answer(receiver.sdp);
        Await.until(() -> "connected: " + sender.states + receiver.states + sender.failure + receiver.failure, LIMIT,
            () -> from.state() == Peer.State.CONNECTED && peer.state() == Peer.State.CONNECTED);
        return peer;
    }

    private void send(Peer.Publishing peer, boolean keyframe) {
        byte[] slice = new byte[keyframe ? 20_000 : 3_000];
        random.nextBytes(slice);
        for (int i = 0; i < slice.length; i++) {
            slice[i] |= 1;
        }
        slice[0] = 0;
        slice[1] = 0;
        slice[2] = 0;
        slice[3] = 1;
        slice[4] = (byte) (keyframe ? 0x65 : 0x41);
        byte[] unit = slice;
        if (keyframe) {
            unit = Arrays.copyOf(SETS, SETS.length + slice.length);
            System.arraycopy(slice, 0, unit, SETS.length, slice.length);
        }
        try (EncodedFrame frame = pool.tryTake()) {
            frame.data().put(0, unit);
            long now = System.nanoTime();
            frame.set(FORMAT, sequence++, now, unit.length, keyframe);
            captured.add(now);
            sent.add(Arrays.hashCode(unit));
            assertTrue(peer.offer(frame));
        }
    }

    private final class Sink implements FrameInput {
        volatile MediaException failure;
        volatile VideoSource.SourceLink link;
        volatile int beyond;

        @Override
        public boolean offer(Media media) {
            EncodedFrame frame = (EncodedFrame) media;
            byte[] bytes = new byte[frame.size()];
            frame.data().get(0, bytes);
            qualities.add(frame.timeQuality());
            double error = Math.abs(frame.captureNanos() - captured.get(got.size())) / 1e6;
            errors.add(error);
            if (frame.timeQuality() == TimeQuality.CAPTURE) {
                double told = link.receiver().clock().errorMillis();
                beyond += error > told ? 1 : 0;
            }
            got.add(Arrays.hashCode(bytes));
            return true;
        }

        @Override
        public void failed(MediaException cause) {
            failure = cause;
        }
    }

    @Test
    void picturesComeWholeAndInOrderWithTheInstantOfTheirCapture() throws Exception {
        Peer.Publishing from = publish();
        Peer.Receiving to = connect(from);
        Sink sink = new Sink();
        VideoSource.SourceLink link = to.source().open(Codec.H264, sink);
        sink.link = link;
        send(from, true);
        Await.until("the first picture", LIMIT, () -> got.size() == 1);
        int sentAtOnce = 400;
        for (int i = 1; i <= sentAtOnce; i++) {
            int expected = i + 1;
            send(from, i % 60 == 0);
            Await.until(() -> "picture " + expected + " of " + got.size(), LIMIT, () -> got.size() == expected);
            // As a camera does: one in 10 ms, so that reports come by meanwhile.
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
        assertEquals(sent, List.copyOf(got));
        int known = qualities.indexOf(TimeQuality.CAPTURE);
        assertTrue(known >= 0 && known < 60, "the times of capture are known soon: " + known);
        // The first second is that of the first comparisons of the clocks.
        List<Double> since = new ArrayList<>(errors.subList(100, errors.size()));
        since.sort(null);
        System.out.printf("ours to ours: capture known from picture %d on, error p50 %.3f p99 %.3f max %.3f ms, %s%n",
            known, since.get(since.size() / 2), since.get(since.size() * 99 / 100), since.get(since.size() - 1),
            ((ReceivingRtpPeer) to).receiver());
        assertTrue(to.network().packets() > 600 && to.network().roundTripMillis() >= 0, to.network().toString());
        assertEquals(sentAtOnce + 1, link.stats().out());
        assertEquals(sentAtOnce + 1, link.receiver().pictures());
        assertTrue(since.get(since.size() * 99 / 100) < 1, "p99 of the error of capture");
        assertEquals(0, sink.beyond, "pictures with a greater error than was told");
        int before = keyframesWished.get();
        link.requestKeyframe();
        Await.until("the wish to arrive", LIMIT, () -> keyframesWished.get() > before);
        link.limitBitrate(500_000);
        Await.until(() -> "the limit to arrive: " + limit, LIMIT, () -> limit > 400_000 && limit <= 500_000);
        link.close();
        send(from, true);
        to.close();
        assertEquals(Peer.State.CLOSED, to.state());
        assertEquals(sentAtOnce + 1, got.size());
        Await.until("the end at the sender", LIMIT, () -> sender.failure != null);
        from.close();
    }

    @Test
    void whoeverGoesEndsTheSource() throws Exception {
        Peer.Publishing from = publish();
        Peer.Receiving to = connect(from);
        Sink sink = new Sink();
        to.source().open(Codec.H264, sink);
        from.close();
        Await.until("the end", LIMIT, () -> receiver.failure != null);
        to.close();
        assertEquals("the peer was closed", sink.failure.getMessage());
        assertEquals(List.of(Peer.State.CONNECTING, Peer.State.CONNECTED, Peer.State.FAILED), receiver.states);
    }
}
