package flathead.itests;

import flathead.api.DecoderFactory;
import flathead.api.EncoderFactory;
import flathead.api.Frame;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.Stats;
import flathead.signaling.PeerFactory;
import flathead.stamp.StampReader;
import flathead.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The contract for receivers in this JVM. What was decoded is told by the stamps in the pictures. */
abstract class DecodedLossContract extends LossContract {
    private static final long SEED = 7;
    private static final int WARM = 90;
    private static final long LEAST_FREEZE_NANOS = 150_000_000;

    abstract PeerFactory senders();

    abstract PeerFactory receivers();

    abstract EncoderFactory encoders();

    /** Null if the receiver decodes by itself. */
    abstract DecoderFactory decoders();

    /** When each picture was decoded, by its number. */
    private static final class Decoded implements FrameInput {
        private final StampReader stamp = new StampReader();
        private final List<Integer> numbers = new ArrayList<>();
        private final List<Long> times = new ArrayList<>();

        @Override
        public synchronized boolean offer(Media media) {
            Frame frame = (Frame) media;
            if (!stamp.read(frame.memory().plane(0), frame.memory().stride(0), frame.format().width(),
                    frame.format().height())) {
                return false;
            }
            numbers.add(stamp.counter());
            times.add(System.nanoTime());
            return true;
        }

        synchronized int count() {
            return numbers.size();
        }

        /** The newest picture's number. */
        synchronized int last() {
            return numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
        }

        /** How many came whose number is within these. */
        synchronized long between(int first, int last) {
            return numbers.stream().filter(number -> number > first && number <= last).distinct().count();
        }

        /** Gaps longer than max(3 × mean, mean + 150 ms), from one picture to another. */
        synchronized long freezes(int first, int last) {
            int from = numbers.indexOf(first);
            int to = numbers.size() - 1;
            while (numbers.get(to) > last) {
                to--;
            }
            long mean = (times.get(to) - times.get(from)) / (to - from);
            long longest = Math.max(3 * mean, mean + LEAST_FREEZE_NANOS);
            long freezes = 0;
            for (int i = from + 1; i <= to; i++) {
                freezes += times.get(i) - times.get(i - 1) > longest ? 1 : 0;
            }
            return freezes;
        }
    }

    /** Measures one stream from the time it is made. */
    private record Measurement(StreamOverLink stream, Decoded decoded, Loss loss, int first, LossyLink.Seen link,
            Stats.Network network, long nanos) {
        static Measurement begin(StreamOverLink stream, Decoded decoded, Loss loss) {
            Stats.Network network = stream.received();
            return new Measurement(stream, decoded, loss, decoded.last(), stream.link().seen(), network,
                System.nanoTime());
        }

        LossContract.Outcome after(int pictures) {
            int enough = first + pictures;
            Await.until(() -> "picture " + enough + ", there is " + decoded.last() + "; " + stream + "; "
                + stream.link().seen(), Duration.ofMillis(100L * pictures), () -> decoded.last() >= enough);
            return settled(this::now);
        }

        private LossContract.Outcome now() {
            int last = decoded.last();
            LossyLink.Seen seen = stream.link().seen().since(link);
            double seconds = (System.nanoTime() - nanos) / 1e9;
            return new LossContract.Outcome(loss, seen, decoded.between(first, last), decoded.freezes(first, last),
                stream.received().keyframeRequests() - network.keyframeRequests(), seconds);
        }
    }

    @Override
    List<Outcome> measure(Loss left, Loss right, int pictures) throws Exception {
        Decoded leftDecoded = new Decoded();
        Decoded rightDecoded = new Decoded();
        try (LossyLink leftLink = new LossyLink(left, SEED);
                LossyLink rightLink = new LossyLink(right, SEED + 1);
                StreamOverLink leftStream = stream("left", leftLink, leftDecoded);
                StreamOverLink rightStream = stream("right", rightLink, rightDecoded)) {
            awaitWarm(leftStream, leftDecoded);
            awaitWarm(rightStream, rightDecoded);
            Measurement leftMeasurement = Measurement.begin(leftStream, leftDecoded, left);
            Measurement rightMeasurement = Measurement.begin(rightStream, rightDecoded, right);
            return List.of(leftMeasurement.after(pictures), rightMeasurement.after(pictures));
        }
    }

    private StreamOverLink stream(String name, LossyLink link, Decoded decoded) throws Exception {
        return new StreamOverLink(name, link, senders(), receivers(), encoders(), decoders(), decoded);
    }

    private static void awaitWarm(StreamOverLink stream, Decoded decoded) {
        Await.until(() -> "pictures; " + stream + "; " + stream.link().seen(), Duration.ofSeconds(30),
            () -> decoded.count() >= WARM);
    }
}
