package flathead.source.rpicam.internal;

import flathead.api.CameraInfo;
import flathead.api.CaptureFactory;
import flathead.api.CaptureLink;
import flathead.api.CaptureSettings;
import flathead.api.Codec;
import flathead.api.ControlException;
import flathead.api.FrameInput;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import java.util.List;

/** The cameras that the program listed when the bundle started. A device is a camera's number or id. */
final class RpicamFactory implements CaptureFactory {
    private final Rpicam rpicam;
    private final List<Rpicam.Listed> cameras;
    private final NanoClock clock;

    RpicamFactory(Rpicam rpicam, List<Rpicam.Listed> cameras, NanoClock clock) {
        this.rpicam = rpicam;
        this.cameras = cameras;
        this.clock = clock;
    }

    @Override
    public List<CameraInfo> cameras() {
        return cameras.stream().map(camera -> new CameraInfo(String.valueOf(camera.number()),
            camera.model() + " (" + camera.id() + ")")).toList();
    }

    @Override
    public CaptureLink open(CaptureSettings settings, FrameInput out) throws MediaException {
        check(settings);
        Rpicam.Listed camera = cameras.stream().filter(listed ->
                settings.device().equals(String.valueOf(listed.number())) || settings.device().equals(listed.id()))
            .findFirst().orElseThrow(() -> new MediaException("rpicam camera " + settings.device()
                + " is not there; there are " + cameras));
        return RpicamCapture.open(rpicam.command(camera, settings), settings, out, clock);
    }

    /** Refuses what the program cannot do, by name. */
    static void check(CaptureSettings settings) throws MediaException {
        String camera = "rpicam camera " + settings.device();
        for (var control : settings.controls().entrySet()) {
            if (!control.getValue().isBlank()) {
                throw new ControlException(control.getKey(), true, camera + " has no control " + control.getKey()
                    + " (= " + control.getValue() + "): rpicam-vid has none while it runs; those"
                    + " of libcamera have (./flathead setup camera)");
            }
        }
        if (settings.format().codec() != Codec.I420) {
            throw new MediaException(camera + ": codec = " + settings.format().codec() + " is not allowed; I420");
        }
        if (settings.format().width() % Rpicam.ALIGNMENT != 0) {
            throw new MediaException(camera + ": width = " + settings.format().width()
                + " is not allowed; a multiple of " + Rpicam.ALIGNMENT);
        }
    }
}
