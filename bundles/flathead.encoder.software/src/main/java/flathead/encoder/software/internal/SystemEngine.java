package flathead.encoder.software.internal;

import flathead.api.MediaException;
import flathead.api.VideoFormat;
import flathead.encoder.engine.Engine;
import flathead.encoder.engine.Planes;
import flathead.ffmpeg.At;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/** An encoder of the system's OpenH264. What goes in comes out within the call, in the library's own buffers. */
final class SystemEngine implements Engine {
    /** Bytes of a {@code SLayerBSInfo} up to 2.5. */
    static final int LAYER = 40;
    /** Bytes of a {@code SLayerBSInfo} of 2.6. */
    static final int LAYER_WITH_PSNR = 56;

    // SSourcePicture
    private static final int PICTURE = 128;
    private static final int COLOR_FORMAT = 0;
    private static final int STRIDES = 4;
    private static final int DATA = 24;
    private static final int PICTURE_WIDTH = 56;
    private static final int PICTURE_HEIGHT = 60;
    private static final int VIDEO_FORMAT_I420 = 23;

    // SFrameBSInfo, and the SLayerBSInfo in it
    private static final int MAX_LAYERS = 128;
    private static final int LAYER_COUNT = 0;
    private static final int FIRST_LAYER = 8;
    private static final int NAL_COUNT = 16;
    private static final int NAL_LENGTHS = 24;
    private static final int NAL_BYTES = 32;
    private static final int FRAME_TYPE_IDR = 1;

    private final SystemOpenH264 library;
    private final SvcEncoder encoder;
    private final int layerSize;
    private final int frameType;
    private final Struct picture = new Struct(PICTURE);
    private final Struct output;
    private final Lengths lengths = new Lengths();
    private final At source = new At();
    private final At target = new At();
    private long number;
    private int size;
    private boolean ready;

    SystemEngine(SystemOpenH264 library, SvcEncoder encoder, VideoFormat format, int layerSize) {
        this.library = library;
        this.encoder = encoder;
        this.layerSize = layerSize;
        this.frameType = FIRST_LAYER + MAX_LAYERS * layerSize;
        this.output = new Struct(frameType + 64);
        picture.bytes.putInt(COLOR_FORMAT, VIDEO_FORMAT_I420);
        picture.bytes.putInt(PICTURE_WIDTH, format.width());
        picture.bytes.putInt(PICTURE_HEIGHT, format.height());
    }

    @Override
    public void send(Planes planes, long serial, boolean idr) throws MediaException {
        ByteBuffer p = picture.bytes;
        for (int i = 0; i < 3; i++) {
            p.putInt(STRIDES + i * Integer.BYTES, planes.stride(i));
            p.putLong(DATA + i * Long.BYTES, planes.address(i));
        }
        if (idr) {
            encoder.forceIntra();
        }
        output.bytes.putInt(LAYER_COUNT, 0);
        int error = encoder.encode(picture, output);
        if (error != 0) {
            throw new MediaException(library.library() + " failed at picture " + serial + ": error " + error);
        }
        number = serial;
        size = 0;
        for (int i = 0; i < layers(); i++) {
            size += bytesIn(i);
        }
        ready = size > 0;
    }

    private int layers() {
        return Math.min(output.bytes.getInt(LAYER_COUNT), MAX_LAYERS);
    }

    private int bytesIn(int layer) {
        int at = FIRST_LAYER + layer * layerSize;
        int count = output.bytes.getInt(at + NAL_COUNT);
        lengths.to(output.bytes.getLong(at + NAL_LENGTHS));
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += lengths.get(i);
        }
        return sum;
    }

    @Override
    public boolean receive() {
        boolean result = ready;
        ready = false;
        return result;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public boolean keyframe() {
        return output.bytes.getInt(frameType) == FRAME_TYPE_IDR;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void copyTo(long address) {
        long to = address;
        for (int i = 0; i < layers(); i++) {
            int bytes = bytesIn(i);
            long from = output.bytes.getLong(FIRST_LAYER + i * layerSize + NAL_BYTES);
            Pointer.memcpy(target.to(to), source.to(from), bytes);
            to += bytes;
        }
    }

    @Override
    public boolean bitrate(int bitsPerSecond) {
        return encoder.bitrate(bitsPerSecond);
    }

    @Override
    public boolean finish() {
        return false;
    }

    @Override
    public void close() {
        encoder.uninitialize();
        library.destroy(encoder);
        picture.close();
        output.close();
    }

    /** An {@code int[]} somewhere else each time. */
    private static final class Lengths extends IntPointer {
        Lengths() {
            super((Pointer) null);
        }

        void to(long newAddress) {
            address = newAddress;
        }
    }
}
