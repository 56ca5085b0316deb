package flathead.exam;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.Media;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import java.util.ArrayList;
import java.util.List;

/** Takes every raw picture of the encoded camera's stream, and writes down what it is. */
final class RawSink implements VideoSink {
    private final List<Seen> seen = new ArrayList<>();
    private volatile Feedback upstream = Feedback.NONE;

    /** A picture that came. */
    record Seen(long sequence, long captureNanos, long arrivedNanos, int width) {
    }

    @Override
    public List<Codec> accepts() {
        return List.of(Codec.I420);
    }

    @Override
    public int rawDepth() {
        return MAX_RAW_DEPTH;
    }

    @Override
    public Outlet open(StreamId stream, VideoFormat format, Feedback feedback) {
        boolean ours = stream.name().equals(EncodedCamera.NAME);
        if (ours) {
            upstream = feedback;
        } else {
            feedback.limitBitrate(Feedback.NOTHING);
        }
        return new Outlet() {
            @Override
            public boolean offer(Media media) {
                if (ours) {
                    Frame frame = (Frame) media;
                    synchronized (seen) {
                        seen.add(new Seen(frame.sequence(), frame.captureNanos(), System.nanoTime(),
                            frame.format().width()));
                    }
                }
                return true;
            }

            @Override
            public Stats stats() {
                return Stats.NONE;
            }

            @Override
            public void close() {
            }
        };
    }

    void wantsPictures(boolean wanted) {
        upstream.limitBitrate(wanted ? Feedback.UNLIMITED : Feedback.NOTHING);
    }

    List<Seen> seen() {
        synchronized (seen) {
            return List.copyOf(seen);
        }
    }

    int count() {
        synchronized (seen) {
            return seen.size();
        }
    }
}
