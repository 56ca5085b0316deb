package flathead.encoder.x264.internal;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import flathead.api.Codec;
import flathead.api.MediaException;
import flathead.api.VideoFormat;
import flathead.encoder.engine.Engine;
import flathead.encoder.engine.Engines;
import flathead.encoder.engine.Planes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * The libx264 of the system (Debian: {@code libx264-164}). Taken only if it is one of the builds whose structures are
 * known here, and if it then really encodes. It stays in the process until that ends, whatever becomes of this bundle:
 * an update finds the same one again.
 */
final class X264 implements Engines {
    /** By their SONAMEs, then whatever the system calls x264. */
    private static final String[] NAMES = {"libx264.so.165", "libx264.so.164", "x264"};
    private static final String GET_IT = "apt install libx264-164, or the libx264 that this system has";
    private static final int RTLD_NOW = 2;
    private static final int RTLD_NODELETE = 0x1000;
    private static final VideoFormat TRIAL = new VideoFormat(Codec.I420, 64, 48, 30);
    private static final int TRIAL_BITRATE = 100_000;

    private static X264 loaded;

    private final String library;

    private X264(String library) {
        this.library = library;
    }

    /**
     * Loads the newest that is known and tries it; once, if it works.
     *
     * @throws MediaException if there is none, or none that can be used
     */
    static synchronized X264 load() throws MediaException {
        if (loaded == null) {
            loaded = load(NAMES);
        }
        return loaded;
    }

    /** The first that there is of these. */
    static X264 load(String... names) throws MediaException {
        int bytes = addressBytes();
        if (!Platform.isLinux() || bytes != Long.BYTES) {
            throw new MediaException("libx264 is looked for on 64-bit Linux only; this is "
                + System.getProperty("os.name") + " with " + 8 * bytes + " bits");
        }
        String refused = null;
        for (String name : names) {
            NativeLibrary any = open(name, Map.of(Library.OPTION_OPEN_FLAGS, RTLD_NOW));
            if (any != null) {
                for (int build : Layout.BUILDS) {
                    if (has(any, Calls.open(build))) {
                        return tried(name, build);
                    }
                }
                refused = any.getFile() == null ? name : any.getFile().getName();
            }
        }
        throw new MediaException(refused == null ? "no libx264 on this system (" + GET_IT + ")"
            : refused + " is none of the builds of libx264 that are known here: " + Arrays.toString(Layout.BUILDS));
    }

    private static int addressBytes() throws MediaException {
        try {
            return Native.POINTER_SIZE;
        } catch (LinkageError e) {
            throw new MediaException("JNA, which calls libx264, does not work here: " + e.getMessage(), e);
        }
    }

    private static NativeLibrary open(String name, Map<String, Object> options) {
        try {
            return NativeLibrary.getInstance(name, options);
        } catch (UnsatisfiedLinkError e) {
            return null;
        }
    }

    private static boolean has(NativeLibrary library, String symbol) {
        try {
            return library.getGlobalVariableAddress(symbol) != null;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    private static X264 tried(String name, int build) throws MediaException {
        String text = name + ", x264 build " + build;
        NativeLibrary known = open(name, Map.of(Library.OPTION_OPEN_FLAGS, RTLD_NOW | RTLD_NODELETE,
            Library.OPTION_FUNCTION_MAPPER, Calls.names(build)));
        try {
            Calls.bind(known);
        } catch (UnsatisfiedLinkError e) {
            throw new MediaException(text + " lacks a function: " + e.getMessage(), e);
        }
        Parameters.check(text);
        checkPicture(text);
        X264 found = new X264(text);
        found.tryOut();
        return found;
    }

    /** Lets the library fill a picture in, and looks where it did. */
    private static void checkPicture(String library) throws MediaException {
        try (Memory picture = new Memory(Layout.PICTURE)) {
            picture.clear();
            int error = Calls.x264_picture_alloc(At.of(picture), Layout.I420, TRIAL.width(), TRIAL.height());
            long luma = picture.getLong(Layout.PLANES);
            boolean same = error == 0 && picture.getInt(Layout.IMAGE_COLOUR_SPACE) == Layout.I420
                && picture.getInt(Layout.PLANE_COUNT) == 3 && picture.getInt(Layout.STRIDES) >= TRIAL.width()
                && picture.getInt(Layout.STRIDES + Integer.BYTES) >= TRIAL.width() / 2
                && picture.getLong(Layout.PLANES + Long.BYTES) - luma >= TRIAL.width() * TRIAL.height();
            if (error == 0) {
                Calls.x264_picture_clean(At.of(picture));
            }
            if (!same) {
                throw new MediaException(library + " has other pictures than its build should have");
            }
        }
    }

    /** Two pictures: what comes out must look like an IDR with its parameter sets, and a P picture. */
    private void tryOut() throws MediaException {
        Planes picture = new Planes(flathead.api.Memory.allocate(TRIAL), TRIAL, this);
        try (Engine engine = open(TRIAL, TRIAL_BITRATE)) {
            for (int i = 0; i < 2; i++) {
                engine.send(picture, i, i == 0);
                if (!engine.receive() || engine.size() < 5 || engine.size() > TRIAL.width() * TRIAL.height() * 4
                        || engine.keyframe() != (i == 0) || engine.number() != i) {
                    throw new MediaException(library + " does not encode");
                }
                ByteBuffer unit = ByteBuffer.allocateDirect(engine.size());
                engine.copyTo(address(unit));
                byte[] bytes = new byte[engine.size()];
                unit.get(0, bytes);
                SequenceHeader header = SequenceHeader.read(bytes);
                boolean right = i == 0 ? header != null && header.holds(TRIAL.width(), TRIAL.height())
                    : unit.getInt(0) == 1 && (unit.get(4) & 31) == 1;
                if (!right) {
                    throw new MediaException(library + " makes " + Integer.toHexString(unit.getInt(0)) + " "
                        + Integer.toHexString(unit.get(4)) + " where H.264 was due");
                }
            }
            if (!engine.bitrate(TRIAL_BITRATE / 2)) {
                throw new MediaException(library + " does not change its rate");
            }
        }
    }

    @Override
    public String library() {
        return library;
    }

    @Override
    public long address(ByteBuffer direct) {
        return At.start(direct);
    }

    @Override
    public boolean takesNv12() {
        return true;
    }

    @Override
    public Engine open(VideoFormat format, int bitsPerSecond) throws MediaException {
        return new X264Engine(library, format, bitsPerSecond);
    }
}
