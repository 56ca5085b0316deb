package flathead.source.libcamera.internal;

import flathead.api.CaptureLink;
import flathead.api.CaptureSettings;
import flathead.api.Codec;
import flathead.api.FrameInput;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import flathead.api.VideoFormat;
import java.util.Map;

/** The kernel's vimc camera, through the libcamera of this machine; in a guest. One libcamera in a process. */
final class Vimc {
    static final CaptureSettings SETTINGS = settings(Map.of());

    private static LibcameraFactory factory;
    private static JnaLibcamera libcamera;

    private Vimc() {
    }

    static synchronized JnaLibcamera libcamera() {
        factory();
        return libcamera;
    }

    static synchronized LibcameraFactory factory() {
        if (factory == null) {
            try {
                libcamera = JnaLibcamera.load(Shim.make());
            } catch (MediaException | InterruptedException e) {
                throw new AssertionError(e);
            }
            factory = new LibcameraFactory(libcamera, NanoClock.SYSTEM);
        }
        return factory;
    }

    static CaptureSettings settings(Map<String, String> controls) {
        return new CaptureSettings("Sensor B", new VideoFormat(Codec.I420, 324, 240, 60), controls);
    }

    static CaptureLink open(FrameInput out) throws MediaException {
        return factory().open(SETTINGS, out);
    }
}
