package flathead.stereo.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.StereoStatus;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import java.util.Arrays;
import java.util.List;

/**
 * Brings the pictures of two streams to a pairing: as they come, where only their times are wanted, so that nothing is
 * encoded or decoded for it; or raw ones, which wait in the pairing for each other. Other streams do not come here.
 */
final class PairingSink implements VideoSink {
    private static final List<Codec> RAW = List.of(Codec.I420, Codec.NV12);
    private static final List<Codec> ALL = Arrays.asList(Codec.values());
    /** Pictures that wait for this sink: one that waited too long would leave its fellow unpaired. */
    private static final int DEPTH = 4;
    /** Pictures of one stream that wait for the other's: half a second, or as many as a source can spare. */
    private static final int TIMES = 16;
    private static final int PICTURES = 4;

    private final PairSettings settings;
    private final boolean raw;
    private final Pairing pairing;
    private final Eye[] eyes;

    /**
     * @param settings null if nothing is to be paired
     * @param taker gets the pairs, with their pictures; null if only their times are wanted
     */
    PairingSink(PairSettings settings, Pairing.Taker taker) {
        this.settings = settings;
        raw = taker != null;
        pairing = raw ? new Pairing(PICTURES, true, taker) : new Pairing(TIMES, false, Pairing.Taker.NOBODY);
        eyes = new Eye[] {new Eye(pairing, Pairing.LEFT), new Eye(pairing, Pairing.RIGHT)};
    }

    @Override
    public List<Codec> accepts() {
        return raw ? RAW : ALL;
    }

    @Override
    public List<Codec> accepts(StreamId stream, VideoFormat source) {
        if (side(stream) < 0) {
            return List.of();
        }
        return raw ? RAW : List.of(source.codec());
    }

    private int side(StreamId stream) {
        return settings == null ? -1 : settings.side(stream);
    }

    @Override
    public int rawDepth() {
        return DEPTH;
    }

    @Override
    public boolean isPrompt() {
        return !raw;
    }

    @Override
    public Outlet open(StreamId stream, VideoFormat format, Feedback upstream) {
        int side = side(stream);
        if (side < 0) {
            upstream.limitBitrate(Feedback.NOTHING);
            return new Unpaired();
        }
        return new StereoOutlet(stream, pairing, side, eyes[side]);
    }

    /** How the pair fits. */
    StereoStatus status() {
        return pairing.status(settings.name(), settings.left(), settings.right(),
            pairing.missing(settings.left(), settings.right()));
    }
}
