package flathead.webrtc.libwebrtc.internal;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrack;
import flathead.api.Codec;
import flathead.api.Frame;
import flathead.api.MediaException;
import flathead.api.Memory;
import flathead.gate.Gate;
import java.nio.ByteBuffer;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A video track of libwebrtc that raw pictures are put into. Each is copied into a native buffer of its own, once:
 * libwebrtc keeps it until it is encoded, and does not tell when that was. webrtc-java makes some small objects for it.
 *
 * <p>webrtc-java 0.14.0 stamps pictures with the time at which they are put in, and knows neither a content hint nor
 * what to give up first when the rate is short; the size is kept and pictures are left out.
 */
final class RawTrack {
    /** What can be put in, best first. */
    static final List<Codec> CODECS = List.of(Codec.I420, Codec.NV12);
    private static final Logger LOG = LoggerFactory.getLogger(RawTrack.class);

    private final CustomVideoSource source;
    private final VideoTrack track;
    /** What is behind it is freed later, by {@link #dispose()}. */
    private final Gate gate = new Gate(() -> { });

    /**
     * Makes it.
     *
     * @param label its name within its connection
     * @throws MediaException if libwebrtc refuses
     */
    RawTrack(PeerConnectionFactory factory, String label) throws MediaException {
        CustomVideoSource[] made = new CustomVideoSource[1];
        VideoTrack[] over = new VideoTrack[1];
        Natives.down("no video track", () -> {
            made[0] = new CustomVideoSource();
            over[0] = factory.createVideoTrack(label, made[0]);
        });
        source = made[0];
        track = over[0];
    }

    VideoTrack track() {
        return track;
    }

    /** Puts a picture in, on one thread at a time; false after {@link #stop()}. */
    boolean push(Frame frame) {
        if (!gate.enter()) {
            return false;
        }
        try {
            put(frame);
            return true;
        } finally {
            gate.leave();
        }
    }

    private void put(Frame frame) {
        int width = frame.format().width();
        int height = frame.format().height();
        NativeI420Buffer buffer = NativeI420Buffer.allocate(width, height);
        try {
            Memory memory = frame.memory();
            Planes.copy(memory.plane(0), memory.stride(0), buffer.getDataY(), buffer.getStrideY(), width, height);
            ByteBuffer blue = buffer.getDataU();
            ByteBuffer red = buffer.getDataV();
            if (frame.format().codec() == Codec.NV12) {
                Planes.split(memory.plane(1), memory.stride(1), blue, buffer.getStrideU(), red, buffer.getStrideV(),
                    width / 2, height / 2);
            } else {
                Planes.copy(memory.plane(1), memory.stride(1), blue, buffer.getStrideU(), width / 2, height / 2);
                Planes.copy(memory.plane(2), memory.stride(2), red, buffer.getStrideV(), width / 2, height / 2);
            }
            source.pushFrame(new VideoFrame(buffer, frame.captureNanos()));
        } finally {
            buffer.release();
        }
    }

    /** Takes no picture any more; when this returns, none is on its way in. */
    void stop() {
        gate.close();
    }

    /** Frees it; stopped, and after its connection was closed. */
    void dispose() {
        try {
            Natives.down("the video track's end", track::dispose);
            Natives.down("the video source's end", source::dispose);
        } catch (MediaException e) {
            LOG.warn("libwebrtc: {}", e.getMessage());
        }
    }
}
