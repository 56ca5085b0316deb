package flathead.webrtc.libwebrtc.internal;

import dev.onvoid.webrtc.media.video.VideoTrack;
import flathead.api.Codec;
import flathead.api.FrameInput;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.ReceiverStatus;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * The remote side's video as a source of decoded pictures. It may be opened before the track is there. Any thread.
 */
final class RemoteVideo implements VideoSource {
    private static final List<Codec> CODECS = List.of(Codec.I420);

    private final StreamId id;
    private final Lane lane;
    private final NanoClock clock;
    private final Supplier<Stats.Network> network;
    private final Supplier<ReceiverStatus> receiver;
    /** Guarded by this. */
    private FrameTap tap;
    /** Guarded by this. */
    private boolean ended;
    /** On the lane only. */
    private VideoTrack track;

    RemoteVideo(StreamId id, Lane lane, NanoClock clock, Supplier<Stats.Network> network,
            Supplier<ReceiverStatus> receiver) {
        this.id = id;
        this.lane = lane;
        this.clock = clock;
        this.network = network;
        this.receiver = receiver;
    }

    @Override
    public StreamId id() {
        return id;
    }

    @Override
    public List<Codec> codecs() {
        return CODECS;
    }

    @Override
    public SourceLink open(Codec codec, FrameInput out) throws MediaException {
        if (codec != Codec.I420) {
            throw new MediaException(id + ": libwebrtc hands out " + CODECS + ", not " + codec);
        }
        FrameTap made = new FrameTap(id, out, clock, this::detach, network, receiver);
        synchronized (this) {
            if (ended) {
                throw new MediaException(id + ": the peer is closed");
            }
            if (tap != null) {
                throw new MediaException(id + ": its " + codec + " is open already");
            }
            tap = made;
        }
        lane.post(this::attach);
        return made;
    }

    /** The track is there. On the lane. */
    void arrived(VideoTrack remote) {
        if (track == null) {
            track = remote;
            attach();
        }
    }

    private void attach() {
        FrameTap now = present();
        if (track != null && now != null && now.isOpen()) {
            track.addSink(now);
        }
    }

    private synchronized FrameTap present() {
        return tap;
    }

    private void detach(FrameTap closed) {
        lane.finish(() -> {
            if (track != null) {
                track.removeSink(closed);
            }
            synchronized (this) {
                if (tap == closed) {
                    tap = null;
                }
            }
        });
    }

    /** The track is about to go. On the lane; no picture comes after it. */
    void end(MediaException why) {
        FrameTap last;
        synchronized (this) {
            ended = true;
            last = tap;
        }
        if (track != null && last != null) {
            track.removeSink(last);
        }
        track = null;
        if (last != null) {
            last.ended(why);
        }
    }
}
