package flathead.encoder.software.internal;

import flathead.api.Codec;
import flathead.api.MediaException;
import flathead.api.Memory;
import flathead.api.VideoFormat;
import flathead.encoder.engine.Engine;
import flathead.encoder.engine.Engines;
import flathead.encoder.engine.Planes;
import flathead.ffmpeg.At;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.LongPointer;

/**
 * The OpenH264 library of the system (Debian: {@code libopenh264-7}, {@code libopenh264-8}), loaded once for the life
 * of the process. Taken only if it is one of the versions whose interface is known here, and if it then really encodes.
 */
final class SystemOpenH264 implements Engines {
    /** Newest first: the SONAMEs of 2.6, of 2.3 to 2.5, and of 2.2. */
    private static final String[] NAMES = {"libopenh264.so.8", "libopenh264.so.7", "libopenh264.so.6"};
    private static final int MAJOR = 2;
    private static final int MIN_MINOR = 2;
    private static final int MAX_MINOR = 6;
    /** From this one on a picture's noise is measured, and a layer's report is longer for it. */
    private static final int MINOR_WITH_PSNR = 6;
    private static final VideoFormat TRIAL = new VideoFormat(Codec.I420, 64, 48, 30);
    private static final int TRIAL_BITRATE = 100_000;

    private final String library;
    private final int layerSize;
    private final Call create;
    private final Call destroy;

    private SystemOpenH264(String library, int layerSize, Call create, Call destroy) {
        this.library = library;
        this.layerSize = layerSize;
        this.create = create;
        this.destroy = destroy;
    }

    /**
     * Loads the newest that there is and tries it.
     *
     * @throws MediaException if there is none, or none that can be used
     */
    static SystemOpenH264 load() throws MediaException {
        for (String name : NAMES) {
            SharedLibrary shared = SharedLibrary.open(name);
            if (shared != null) {
                return tried(name, shared);
            }
        }
        throw new MediaException("no libopenh264 on this system");
    }

    private static SystemOpenH264 tried(String name, SharedLibrary shared) throws MediaException {
        Call version = function(name, shared, "WelsGetCodecVersionEx");
        Call create = function(name, shared, "WelsCreateSVCEncoder");
        Call destroy = function(name, shared, "WelsDestroySVCEncoder");
        SystemOpenH264 found;
        try (Struct numbers = new Struct(16)) {
            version.call(numbers.pointer, null, null);
            int major = numbers.bytes.getInt(0);
            int minor = numbers.bytes.getInt(4);
            String library = name + ", OpenH264 " + major + "." + minor + "." + numbers.bytes.getInt(8);
            if (major != MAJOR || minor < MIN_MINOR || minor > MAX_MINOR) {
                throw new MediaException(library + " is not one of " + MAJOR + "." + MIN_MINOR + " to " + MAJOR + "."
                    + MAX_MINOR);
            }
            int layer = minor < MINOR_WITH_PSNR ? SystemEngine.LAYER : SystemEngine.LAYER_WITH_PSNR;
            found = new SystemOpenH264(library, layer, create, destroy);
        }
        found.tryOut();
        return found;
    }

    private static Call function(String name, SharedLibrary shared, String symbol) throws MediaException {
        Call function = shared.function(symbol);
        if (function == null) {
            throw new MediaException(name + " has no " + symbol);
        }
        return function;
    }

    /** Two pictures: what comes out must look like an IDR with its parameter sets, and a P picture. */
    private void tryOut() throws MediaException {
        Planes picture = new Planes(Memory.allocate(TRIAL), TRIAL, this);
        try (Engine engine = open(TRIAL, TRIAL_BITRATE)) {
            for (int i = 0; i < 2; i++) {
                engine.send(picture, i, i == 0);
                if (!engine.receive() || engine.size() < 5 || engine.size() > TRIAL.width() * TRIAL.height() * 4
                        || engine.keyframe() != (i == 0)) {
                    throw new MediaException(library + " does not encode");
                }
                ByteBuffer unit = ByteBuffer.allocateDirect(engine.size());
                engine.copyTo(address(unit));
                int sps = 0x67;
                int slice = 0x61;
                if (unit.getInt(0) != 1 || unit.get(4) != (i == 0 ? sps : slice)) {
                    throw new MediaException(library + " makes " + Integer.toHexString(unit.getInt(0)) + " "
                        + Integer.toHexString(unit.get(4)) + " where H.264 was due");
                }
            }
            if (!engine.bitrate(2 * TRIAL_BITRATE)) {
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
    public Engine open(VideoFormat format, int bitsPerSecond) throws MediaException {
        SvcEncoder encoder = create();
        int error;
        try (Struct parameters = new Struct(SvcEncoder.PARAMETERS)) {
            encoder.quiet();
            encoder.defaults(parameters);
            SvcParameters.fill(parameters.bytes, format, bitsPerSecond);
            error = encoder.initialize(parameters);
            if (error == 0) {
                if (encoder.settle(format, bitsPerSecond)) {
                    return new SystemEngine(this, encoder, format, layerSize);
                }
                encoder.uninitialize();
            }
        }
        destroy(encoder);
        throw new MediaException(library + " cannot encode " + format + " at " + bitsPerSecond + " bit/s: "
            + (error == 0 ? "it took other settings than it was given" : "error " + error));
    }

    private SvcEncoder create() throws MediaException {
        try (LongPointer place = new LongPointer(1).put(0)) {
            if (create.call(place, null, null) != 0 || place.get() == 0) {
                throw new MediaException(library + " makes no encoder");
            }
            return new SvcEncoder(place.get());
        }
    }

    /** Frees an encoder that is not, or no longer, initialized. */
    void destroy(SvcEncoder encoder) {
        destroy.call(encoder.self(), null, null);
        encoder.close();
    }
}
