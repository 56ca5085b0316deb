package flathead.itests;

import flathead.api.CaptureLink;
import flathead.api.CaptureSettings;
import flathead.api.Codec;
import flathead.api.DecoderFactory;
import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.Feedback;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoDecoder;
import flathead.api.VideoEncoder;
import flathead.api.VideoFormat;
import flathead.api.VideoSource;
import flathead.signaling.Candidate;
import flathead.signaling.Peer;
import flathead.signaling.PeerFactory;
import flathead.source.mock.internal.MockCaptureFactory;
import flathead.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The mock camera, an encoder, a sender and a receiver of ours in one JVM, with a link between the last two. */
final class StreamOverLink implements AutoCloseable {
    private static final VideoFormat FORMAT = new VideoFormat(Codec.I420, 640, 480, 30);
    private static final EncoderSettings SETTINGS = new EncoderSettings(1_500_000, 0);

    private final StreamId id;
    private final LossyLink link;
    private final Peer.Publishing sender;
    private final Peer.Receiving receiver;
    private final VideoEncoder encoder;
    private final CaptureLink camera;
    private final VideoDecoder decoder;

    /** The encoder once there is one; asked for nothing before. */
    private static final class Upstream implements Feedback {
        private volatile VideoEncoder encoder;

        @Override
        public void requestKeyframe() {
            if (encoder != null) {
                encoder.requestKeyframe();
            }
        }

        @Override
        public void limitBitrate(int bitsPerSecond) {
            if (encoder != null && bitsPerSecond != NOTHING) {
                encoder.limitBitrate(bitsPerSecond);
            }
        }
    }

    /** Keeps what a peer tells, for who waits for it. */
    static final class Events implements Peer.Events {
        private volatile String description;
        private volatile MediaException failure;

        @Override
        public void described(String sdp) {
            description = sdp;
        }

        @Override
        public void candidate(Candidate candidate) {
            // The link is the only way.
        }

        @Override
        public void state(Peer.State state) {
            // Asked for instead.
        }

        @Override
        public void failed(MediaException cause) {
            failure = cause;
        }

        /** Why the peer is over; null while it is not. */
        MediaException failure() {
            return failure;
        }

        String await(String what) {
            Await.until(() -> what + "; " + failure, Duration.ofSeconds(20), () -> description != null);
            return description;
        }
    }

    /**
     * Connects, and starts the camera.
     *
     * @param name also the camera's, by its first letter: {@code left} or {@code right}
     * @param link stays the caller's
     * @param decoders null if the receiver decodes by itself
     * @param out gets what the receiver decodes
     */
    StreamOverLink(String name, LossyLink link, PeerFactory senders, PeerFactory receivers, EncoderFactory encoders,
            DecoderFactory decoders, FrameInput out) throws MediaException, IOException {
        this(name, Map.of(), link, senders, receivers, encoders, decoders, out);
    }

    /** The same, with controls of the camera. */
    StreamOverLink(String name, Map<String, String> controls, LossyLink link, PeerFactory senders,
            PeerFactory receivers, EncoderFactory encoders, DecoderFactory decoders, FrameInput out)
            throws MediaException, IOException {
        id = StreamId.local(name);
        this.link = link;
        Upstream upstream = new Upstream();
        Events ours = new Events();
        Events theirs = new Events();
        sender = senders.publish(id, FORMAT.as(Codec.H264), List.of(), upstream, ours);
        receiver = receivers.receive(id, link.through(ours.await("an offer")), List.of(), theirs);
        sender.answer(LossyLink.withoutCandidates(theirs.await("an answer")));
        encoder = encoders.open(FORMAT, SETTINGS, sender);
        upstream.encoder = encoder;
        Await.until(() -> id + " is connected; " + ours.failure + " " + theirs.failure, Duration.ofSeconds(20), () ->
            sender.state() == Peer.State.CONNECTED && receiver.state() == Peer.State.CONNECTED);
        decoder = decoders == null ? null : decode(receiver, FORMAT.as(Codec.H264), decoders, out);
        if (decoder == null) {
            receiver.source().open(Codec.I420, out);
        }
        camera = new MockCaptureFactory().open(
            new CaptureSettings(name.equals("left") ? "0" : "1", FORMAT, controls), new FrameInput() {
                @Override
                public boolean offer(Media media) {
                    return encoder.offer(media);
                }
            });
    }

    /** Puts a decoder between what is received and who wants pictures. */
    static VideoDecoder decode(Peer.Receiving receiver, VideoFormat format, DecoderFactory decoders, FrameInput out)
            throws MediaException {
        Upward upward = new Upward();
        VideoDecoder made = decoders.open(format, out, upward);
        upward.link = receiver.source().open(Codec.H264, new FrameInput() {
            @Override
            public boolean offer(Media media) {
                return made.offer(media);
            }
        });
        return made;
    }

    /** From the decoder to the receiver. */
    private static final class Upward implements Feedback {
        private volatile VideoSource.SourceLink link;

        @Override
        public void requestKeyframe() {
            if (link != null) {
                link.requestKeyframe();
            }
        }

        @Override
        public void limitBitrate(int bitsPerSecond) {
            // It has no wish of its own.
        }
    }

    LossyLink link() {
        return link;
    }

    /** What the receiver counts; a report that it makes after this call. */
    Stats.Network received() {
        Stats.Network old = receiver.network();
        Await.until("a report of the receiver's", () -> receiver.network() != old);
        return receiver.network();
    }

    /** What the sender's ends counted, for a message. */
    @Override
    public String toString() {
        return id + ": camera " + camera.stats() + ", encoder " + encoder.stats() + ", sender " + sender.stats();
    }

    @Override
    public void close() {
        camera.close();
        encoder.close();
        sender.close();
        receiver.close();
        if (decoder != null) {
            decoder.close();
        }
    }
}
