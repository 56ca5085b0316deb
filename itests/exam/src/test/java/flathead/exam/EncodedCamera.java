package flathead.exam;

import flathead.api.CaptureFactory;
import flathead.api.CaptureLink;
import flathead.api.CaptureSettings;
import flathead.api.Codec;
import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.FrameInput;
import flathead.api.MediaException;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoEncoder;
import flathead.api.VideoFormat;
import flathead.api.VideoSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A stream that comes encoded, as one from afar would: a camera and an encoder of this runtime make it. */
final class EncodedCamera implements VideoSource, AutoCloseable {
    static final String NAME = "afar";
    /** The instants of capture, by the sequences of the pictures. */
    final Map<Long, Long> captured = new ConcurrentHashMap<>();
    /** The sequences of the access units that were handed out. */
    final Set<Long> sent = ConcurrentHashMap.newKeySet();
    final AtomicInteger keyframesAsked = new AtomicInteger();
    private final VideoEncoder encoder;
    private final CaptureLink camera;
    private volatile FrameInput out;

    EncodedCamera(CaptureFactory cameras, EncoderFactory encoders, VideoFormat format) throws MediaException {
        encoder = encoders.open(format, new EncoderSettings(1_500_000, 0), media -> {
            FrameInput to = out;
            if (to == null) {
                return false;
            }
            sent.add(media.sequence());
            return to.offer(media);
        });
        camera = cameras.open(new CaptureSettings("0", format, Map.of()), media -> {
            captured.put(media.sequence(), media.captureNanos());
            return encoder.offer(media);
        });
    }

    @Override
    public StreamId id() {
        return new StreamId(NAME, "somebody", NAME, 1);
    }

    @Override
    public List<Codec> codecs() {
        return List.of(Codec.H264);
    }

    @Override
    public SourceLink open(Codec codec, FrameInput to) {
        out = to;
        return new SourceLink() {
            @Override
            public void requestKeyframe() {
                keyframesAsked.incrementAndGet();
                encoder.requestKeyframe();
            }

            @Override
            public void limitBitrate(int bitsPerSecond) {
                encoder.limitBitrate(bitsPerSecond);
            }

            @Override
            public Stats stats() {
                return encoder.stats();
            }

            @Override
            public void close() {
                out = null;
            }
        };
    }

    @Override
    public void close() {
        camera.close();
        encoder.close();
    }
}
