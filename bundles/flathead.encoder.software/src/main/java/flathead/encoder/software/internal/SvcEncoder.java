package flathead.encoder.software.internal;

import flathead.api.VideoFormat;
import flathead.ffmpeg.At;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * OpenH264's {@code ISVCEncoder}: an object whose first word is the address of a table of functions, in C as in C++.
 * Their order, the numbers of the options and the structures are those of its public header {@code codec_api.h}, which
 * 2.2 to 2.6 have in common but for fields at the end of structures. Used by one thread at a time.
 */
final class SvcEncoder implements AutoCloseable {
    /** Bytes enough for a {@code SEncParamExt} of any of these versions. */
    static final int PARAMETERS = 2048;
    private static final int ENCODER_OPTION_SVC_ENCODE_PARAM_EXT = 3;
    private static final int ENCODER_OPTION_BITRATE = 5;
    private static final int ENCODER_OPTION_TRACE_LEVEL = 25;
    private static final int SPATIAL_LAYER_ALL = 4;

    private final Pointer self;
    private final Call initialize;
    private final Call defaults;
    private final Call uninitialize;
    private final Call encode;
    private final Call forceIntra;
    private final Call setOption;
    private final Call getOption;
    private final At number = new At();
    private final Struct value = new Struct(16);

    /** @param address of the object */
    SvcEncoder(long address) {
        self = new At(address);
        long table = new LongPointer(self).get();
        initialize = entry(table, 1);
        defaults = entry(table, 2);
        uninitialize = entry(table, 3);
        encode = entry(table, 4);
        forceIntra = entry(table, 6);
        setOption = entry(table, 7);
        getOption = entry(table, 8);
    }

    private static Call entry(long table, int index) {
        return Call.at(table + (long) index * Long.BYTES);
    }

    /** The address of the object. */
    Pointer self() {
        return self;
    }

    /** Fills a {@code SEncParamExt}; 0 if it could. */
    int defaults(Struct parameters) {
        return defaults.call(self, parameters.pointer, null);
    }

    /** Opens it with a {@code SEncParamExt}; 0 if it could. */
    int initialize(Struct parameters) {
        return initialize.call(self, parameters.pointer, null);
    }

    /** Undoes {@link #initialize}. */
    void uninitialize() {
        uninitialize.call(self, null, null);
    }

    /** Encodes a {@code SSourcePicture} into a {@code SFrameBSInfo}; 0 if it could. */
    int encode(Struct picture, Struct output) {
        return encode.call(self, picture.pointer, output.pointer);
    }

    /** Makes the next picture an IDR. */
    void forceIntra() {
        forceIntra.call(self, number.to(1), null);
    }

    /** Nothing more on stderr. */
    void quiet() {
        value.bytes.putInt(0, 0);
        setOption.call(self, number.to(ENCODER_OPTION_TRACE_LEVEL), value.pointer);
    }

    /**
     * Quiet, IDRs on demand only, the rate bounded by the level.
     *
     * @param format that it was opened with
     * @param bitsPerSecond that it was opened with
     * @return false if it could not, or does not work with the settings that it was opened with
     */
    boolean settle(VideoFormat format, int bitsPerSecond) {
        quiet();
        try (Struct parameters = new Struct(PARAMETERS)) {
            ByteBuffer p = parameters.bytes;
            if (!option(getOption, parameters) || !SvcParameters.match(p, format, bitsPerSecond)) {
                return false;
            }
            boolean restart = !SvcParameters.settled(p);
            SvcParameters.settle(p, format);
            SvcParameters.background(p, !restart);
            boolean written = option(setOption, parameters);
            if (restart) {
                SvcParameters.background(p, true);
                written &= option(setOption, parameters);
            }
            parameters.clear();
            return written && option(getOption, parameters) && SvcParameters.match(p, format, bitsPerSecond)
                && SvcParameters.settled(p);
        }
    }

    private boolean option(Call way, Struct parameters) {
        return way.call(self, number.to(ENCODER_OPTION_SVC_ENCODE_PARAM_EXT), parameters.pointer) == 0;
    }

    /** Changes the mean rate in bits a second and reads it back; false if it is not what was asked for. */
    boolean bitrate(int bitsPerSecond) {
        value.bytes.putInt(0, SPATIAL_LAYER_ALL);
        value.bytes.putInt(4, bitsPerSecond);
        return setOption.call(self, number.to(ENCODER_OPTION_BITRATE), value.pointer) == 0
            && bitrate() == bitsPerSecond;
    }

    /** The mean rate in use, in bits a second; -1 if it cannot be read. */
    int bitrate() {
        value.bytes.putInt(0, SPATIAL_LAYER_ALL);
        value.bytes.putInt(4, 0);
        boolean read = getOption.call(self, number.to(ENCODER_OPTION_BITRATE), value.pointer) == 0;
        return read ? value.bytes.getInt(4) : -1;
    }

    /** Frees what this handle allocated; not the object. */
    @Override
    public void close() {
        value.close();
    }
}
