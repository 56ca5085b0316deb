package flathead.source.libcamera.internal;

import flathead.api.CameraInfo;
import flathead.api.CaptureFactory;
import flathead.api.CaptureLink;
import flathead.api.CaptureSettings;
import flathead.api.FrameInput;
import flathead.api.MediaException;
import flathead.api.NanoClock;
import java.util.ArrayList;
import java.util.List;

/**
 * The cameras of libcamera. A device is a number in its list, from 0; or an id as libcamera has it; or the model or the
 * location ({@code front}, {@code back}, {@code external}) of one camera alone.
 */
final class LibcameraFactory implements CaptureFactory {
    private final Libcamera libcamera;
    private final NanoClock clock;
    private int open;
    private boolean closing;

    LibcameraFactory(Libcamera libcamera, NanoClock clock) {
        this.libcamera = libcamera;
        this.clock = clock;
    }

    @Override
    public List<CameraInfo> cameras() {
        List<CameraInfo> cameras = new ArrayList<>();
        for (Libcamera.Listed listed : libcamera.cameras()) {
            cameras.add(new CameraInfo(String.valueOf(cameras.size()), text(listed)));
        }
        return cameras;
    }

    private static String text(Libcamera.Listed camera) {
        return (camera.model().isEmpty() ? "camera" : camera.model())
            + (camera.location().isEmpty() ? "" : ", " + camera.location()) + " (" + camera.id() + ")";
    }

    @Override
    public CaptureLink open(CaptureSettings settings, FrameInput out) throws MediaException {
        String device = settings.device();
        if (!settings.format().codec().isRaw()) {
            throw new MediaException("libcamera camera " + device + ": codec = " + settings.format().codec()
                + " is not allowed; I420 or NV12");
        }
        Libcamera.Listed camera = find(device, libcamera.cameras());
        synchronized (this) {
            if (closing) {
                throw new MediaException("libcamera camera " + device + ": libcamera is being stopped");
            }
            open++;
        }
        Device taken;
        try {
            taken = libcamera.open(camera.id());
        } catch (MediaException e) {
            ended();
            throw new MediaException("libcamera camera " + device + " (" + text(camera) + "): " + e.getMessage(), e);
        } catch (RuntimeException | LinkageError e) {
            ended();
            throw e;
        }
        return LibcameraCapture.open(device, taken, settings, out, clock, this::ended);
    }

    private static Libcamera.Listed find(String device, List<Libcamera.Listed> cameras) throws MediaException {
        List<Libcamera.Listed> found = new ArrayList<>();
        for (int i = 0; i < cameras.size(); i++) {
            Libcamera.Listed camera = cameras.get(i);
            if (device.equals(String.valueOf(i)) || device.equals(camera.id())) {
                return camera;
            }
            if (device.equalsIgnoreCase(camera.model()) || device.equalsIgnoreCase(camera.location())) {
                found.add(camera);
            }
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        List<String> all = new ArrayList<>();
        for (Libcamera.Listed camera : cameras) {
            all.add(all.size() + ": " + text(camera));
        }
        throw new MediaException("libcamera camera " + device
            + (found.isEmpty() ? " is not there" : " is not one alone") + "; there are " + all);
    }

    private void ended() {
        boolean last;
        synchronized (this) {
            last = --open == 0 && closing;
        }
        if (last) {
            libcamera.stop();
        }
    }

    /** Lets libcamera go: now, or when the last camera is closed. */
    void close() {
        boolean now;
        synchronized (this) {
            now = !closing && open == 0;
            closing = true;
        }
        if (now) {
            libcamera.stop();
        }
    }
}
