package flathead.encoder.v4l2.internal;

import flathead.encoder.v4l2.internal.Probe.Finding;
import java.nio.file.Path;
import java.util.List;

/** The encoder of the kernel's vicodec in the guest. */
final class Vicodec {
    static final Nodes NODES = new LinuxNodes(Path.of("/dev"));
    static final long STALL_NANOS = 5_000_000_000L;
    /** Whether the guest was started with the multi-planar interface. */
    static final boolean MULTIPLANAR = Boolean.getBoolean("flathead.multiplanar");

    private Vicodec() {
    }

    static EncoderDevice device() {
        List<Finding> findings = new Probe(NODES, Fwht.PIXEL_FORMAT).all();
        return findings.stream().filter(each -> each.encoder() != null).findFirst()
            .orElseThrow(() -> new AssertionError("no vicodec here: " + findings)).encoder();
    }

    static V4l2EncoderFactory factory() {
        return new V4l2EncoderFactory(NODES, device(), Fwht::new, STALL_NANOS);
    }
}
