package flathead.source.libcamera.internal;

import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import flathead.api.MediaException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * libcamera through the compiled {@code native/camera.cpp}. It stays in the process until that ends, whatever becomes
 * of this bundle: libcamera allows one manager in a process, and an update finds the same one again.
 */
final class JnaLibcamera implements Libcamera {
    private static final int RTLD_NOW = 2;
    private static final int RTLD_NODELETE = 0x1000;

    private JnaLibcamera() {
    }

    /**
     * Loads it and starts libcamera.
     *
     * @throws MediaException if it cannot be loaded or does not start
     */
    static JnaLibcamera load(Path library) throws MediaException {
        try {
            Calls.bind(NativeLibrary.getInstance(library.toString(),
                Map.of(Library.OPTION_OPEN_FLAGS, RTLD_NOW | RTLD_NODELETE, Library.OPTION_STRING_ENCODING, "UTF-8")));
        } catch (LinkageError e) {
            throw new MediaException(library + " cannot be loaded: " + e.getMessage(), e);
        }
        if (Calls.fl_abi() != Calls.ABI) {
            throw new MediaException(library + " is of another version of this bundle");
        }
        if (Calls.fl_start() < 0) {
            throw new MediaException(Calls.fl_error());
        }
        return new JnaLibcamera();
    }

    @Override
    public String version() {
        return Calls.fl_version();
    }

    @Override
    public List<Listed> cameras() {
        return Calls.fl_cameras().lines().map(line -> line.split("\t", -1))
            .map(part -> new Listed(part[0], part[1], part[2])).toList();
    }

    @Override
    public int changes(int known, int millis) {
        return Calls.fl_changes(known, millis);
    }

    @Override
    public Device open(String id) throws MediaException {
        long camera = Calls.fl_open(id);
        if (camera == 0) {
            throw new MediaException(Calls.fl_error());
        }
        return new JnaDevice(camera);
    }

    @Override
    public void stop() {
        Calls.fl_stop();
    }
}
