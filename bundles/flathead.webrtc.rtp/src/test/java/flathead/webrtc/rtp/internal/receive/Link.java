package flathead.webrtc.rtp.internal.receive;

import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.testkit.FakeClock;
import flathead.webrtc.rtp.internal.rtp.RtpSender;
import flathead.webrtc.rtp.internal.rtp.RtpSenderSettings;
import flathead.webrtc.rtp.internal.rtp.TransportObserver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;

/** Our sender, our receiver, and between them a path that loses, delays, reorders and doubles packets; fake time. */
final class Link implements Feedback {
    static final long MILLI = 1_000_000;
    static final int MEDIA = 102;
    static final int RTX = 103;

    /**
     * What the path does to packets, both ways.
     *
     * @param oneWayMillis how long they take
     * @param loss part of them that is lost
     * @param burst how many are lost in a row
     * @param late part of them that takes up to 8 ms more
     * @param twice part of them that comes twice
     */
    record Path(int oneWayMillis, double loss, int burst, double late, double twice) {
    }

    record Flying(long at, long order, byte[] bytes, boolean rtcp) {
    }

    record Got(String digest, long sequence, long nanos, boolean keyframe) {
    }

    final FakeClock clock = new FakeClock();
    final List<String> sent = new ArrayList<>();
    final List<Long> sentNanos = new ArrayList<>();
    final List<Got> got = new ArrayList<>();
    final RtpSender sender;
    final RtpReceiver receiver;
    final Random random;
    Path path;
    int lost;
    int keyframesWished;
    int keyframeEvery;
    /** What the way to the receiver takes more than the way back. */
    int moreForthMillis;
    /** Gets each picture as it comes, lent. */
    Consumer<EncodedFrame> out = frame -> { };
    private final Units units = new Units();
    private final PriorityQueue<Flying> toReceiver = queue();
    private final PriorityQueue<Flying> toSender = queue();
    private final byte[] packet = new byte[RtpSender.PACKET_CAPACITY];
    private final int[] burstLeft = new int[2];
    private boolean keyframeWanted = true;
    private long order;

    Link(Path path, long seed, int firstSequence) {
        this.path = path;
        random = new Random(seed);
        sender = new RtpSender(new RtpSenderSettings(0x1111, MEDIA, 0x2222, RTX, "flathead", "0",
            Settings.SENDER_EXTENSIONS, new RtpSenderSettings.Start(firstSequence, 100, 9), 1_200, 1_024,
            Settings.WALL), this, TransportObserver.NONE);
        receiver = new RtpReceiver(Settings.receiver());
    }

    private static PriorityQueue<Flying> queue() {
        return new PriorityQueue<>((a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.order, b.order));
    }

    @Override
    public void requestKeyframe() {
        keyframesWished++;
        keyframeWanted = true;
    }

    @Override
    public void limitBitrate(int bitsPerSecond) {
    }

    /** Sends so many pictures, 33 ms apart, and waits for what is under way. */
    void run(int pictures) {
        for (int tick = 0; tick < pictures * 33 + 1_000; tick++) {
            if (tick % 33 == 0 && tick / 33 < pictures) {
                capture(keyframeEvery > 0 && (tick / 33) % keyframeEvery == 0);
            }
            tick();
        }
    }

    /** Sends a picture of some size, a keyframe if the receiver wants one. */
    void capture(boolean regularKeyframe) {
        boolean keyframe = keyframeWanted || regularKeyframe;
        keyframeWanted = false;
        picture(keyframe, keyframe ? 25_000 : 500 + random.nextInt(8_000));
    }

    void picture(boolean keyframe, int bytes) {
        List<byte[]> picture = Units.picture(random, keyframe, bytes);
        try (EncodedFrame frame = units.frame(picture, keyframe, clock.nanos())) {
            if (!sender.offer(frame, clock.nanos())) {
                throw new AssertionError("the sender took no picture");
            }
        }
        sent.add(Units.digest(Units.annexB(picture)));
        sentNanos.add(clock.nanos());
    }

    void tick() {
        leave();
        arrive();
        clock.advanceMillis(1);
    }

    private void leave() {
        long now = clock.nanos();
        for (int length = sender.pollRtp(packet, now); length > 0; length = sender.pollRtp(packet, now)) {
            fly(toReceiver, length, false, 0);
        }
        for (int length = sender.pollRtcp(packet, now); length > 0; length = sender.pollRtcp(packet, now)) {
            fly(toReceiver, length, true, 0);
        }
        for (int length = receiver.pollRtcp(packet, now); length > 0; length = receiver.pollRtcp(packet, now)) {
            fly(toSender, length, true, 1);
        }
    }

    private void fly(PriorityQueue<Flying> to, int length, boolean rtcp, int way) {
        if (burstLeft[way] > 0 || random.nextDouble() < path.loss / path.burst) {
            burstLeft[way] = burstLeft[way] > 0 ? burstLeft[way] - 1 : path.burst - 1;
            lost++;
            return;
        }
        int copies = random.nextDouble() < path.twice ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long more = random.nextDouble() < path.late ? random.nextInt(8) : 0;
            long takes = path.oneWayMillis + more + (way == 0 ? moreForthMillis : 0);
            to.add(new Flying(clock.nanos() + takes * MILLI, order++,
                Arrays.copyOf(packet, length), rtcp));
        }
    }

    private void arrive() {
        long now = clock.nanos();
        while (!toReceiver.isEmpty() && toReceiver.peek().at <= now) {
            Flying next = toReceiver.poll();
            if (next.rtcp) {
                receiver.receiveRtcp(next.bytes, 0, next.bytes.length, now);
            } else {
                receiver.receiveRtp(next.bytes, next.bytes.length, now);
            }
            take(now);
        }
        take(now);
        while (!toSender.isEmpty() && toSender.peek().at <= now) {
            byte[] bytes = toSender.poll().bytes;
            sender.receiveRtcp(bytes, 0, bytes.length, now);
        }
    }

    private void take(long now) {
        for (EncodedFrame frame = receiver.nextPicture(now); frame != null; frame = receiver.nextPicture(now)) {
            got.add(new Got(Units.digest(Units.bytes(frame)), frame.sequence(), now, frame.keyframe()));
            out.accept(frame);
            frame.close();
        }
    }

    List<String> digests() {
        return got.stream().map(Got::digest).toList();
    }

    /** Gaps longer than three mean intervals and than the mean and 150 ms. */
    int freezes() {
        int freezes = 0;
        for (int i = 1; i < got.size(); i++) {
            freezes += got.get(i).nanos - got.get(i - 1).nanos > 183 * MILLI ? 1 : 0;
        }
        return freezes;
    }

    /** Beyond what the path takes, in milliseconds: the part p of pictures is not later than that. */
    double delay(double p) {
        List<Long> delays = new ArrayList<>();
        int at = 0;
        for (Got picture : got) {
            while (!sent.get(at).equals(picture.digest)) {
                at++;
            }
            delays.add(picture.nanos - sentNanos.get(at) - path.oneWayMillis * MILLI);
        }
        delays.sort(null);
        return delays.get((int) (p * (delays.size() - 1))) / 1e6;
    }
}
