package flathead.encoder.v4l2.internal;

import flathead.api.Codec;
import flathead.api.EncoderFactory;
import flathead.api.EncoderSettings;
import flathead.api.FrameInput;
import flathead.api.MediaException;
import flathead.api.VideoEncoder;
import flathead.api.VideoFormat;
import java.util.function.Supplier;

/** Opens encoders on one device. */
final class V4l2EncoderFactory implements EncoderFactory {
    private static final long STALL_NANOS = 1_000_000_000;

    private final Nodes nodes;
    private final EncoderDevice device;
    private final Supplier<Bitstream> bitstreams;
    private final Codec produces;
    private final long stallNanos;

    V4l2EncoderFactory(Nodes nodes, EncoderDevice device) {
        this(nodes, device, H264::new, STALL_NANOS);
    }

    /**
     * One that makes something else.
     *
     * @param bitstreams makes one for each encoder
     * @param stallNanos a device that gives nothing back for so long has failed
     */
    V4l2EncoderFactory(Nodes nodes, EncoderDevice device, Supplier<Bitstream> bitstreams, long stallNanos) {
        this.nodes = nodes;
        this.device = device;
        this.bitstreams = bitstreams;
        this.produces = bitstreams.get().codec();
        this.stallNanos = stallNanos;
    }

    @Override
    public Codec produces() {
        return produces;
    }

    @Override
    public boolean supports(VideoFormat in) {
        return device.takes(in);
    }

    @Override
    public VideoEncoder open(VideoFormat in, EncoderSettings settings, FrameInput out) throws MediaException {
        if (!supports(in)) {
            throw new MediaException(device + " cannot encode " + in + ": allowed are I420 and NV12 of "
                + device.sizes());
        }
        return new V4l2Encoder(nodes, device, bitstreams.get(), in, settings, out, stallNanos);
    }
}
