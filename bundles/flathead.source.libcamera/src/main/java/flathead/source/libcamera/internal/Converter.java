package flathead.source.libcamera.internal;

import static org.bytedeco.ffmpeg.global.swscale.SWS_FAST_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import flathead.api.Codec;
import flathead.api.Frame;
import flathead.api.MediaException;
import flathead.api.Memory;
import flathead.api.VideoFormat;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Copies a camera's pictures into I420 or NV12, by libswscale. Remembers the addresses of each buffer, so that a
 * picture allocates nothing from the second round of the buffers on. One thread.
 */
final class Converter implements AutoCloseable {
    private static final int POINTERS = 4;

    /** Where planes lie, for libswscale. */
    private record Where(PointerPointer<BytePointer> planes, IntPointer strides, List<BytePointer> kept) {
        static Where of(ByteBuffer[] buffers, int[] lineBytes) {
            PointerPointer<BytePointer> planes = new PointerPointer<>(POINTERS);
            IntPointer strides = new IntPointer(POINTERS);
            BytePointer[] kept = new BytePointer[buffers.length];
            for (int i = 0; i < POINTERS; i++) {
                if (i < buffers.length) {
                    kept[i] = new BytePointer(buffers[i].duplicate().clear());
                    planes.put(i, kept[i]);
                } else {
                    planes.put(i, (BytePointer) null);
                }
                strides.put(i, i < buffers.length ? lineBytes[i] : 0);
            }
            return new Where(planes, strides, List.of(kept));
        }

        void free() {
            planes.close();
            strides.close();
            kept.forEach(BytePointer::close);
        }
    }

    private final SwsContext context;
    private final int height;
    private final Where[] sources;
    private final Map<Memory, Where> targets = new IdentityHashMap<>();

    private Converter(SwsContext context, int height, Where[] sources) {
        this.context = context;
        this.height = height;
        this.sources = sources;
    }

    /**
     * From a camera's buffers.
     *
     * @param from how they are laid out
     * @param stride bytes from one line of the first plane to the next
     * @throws MediaException if libswscale cannot
     */
    static Converter of(PixelFormats from, List<ByteBuffer[]> buffers, int stride, VideoFormat to)
            throws MediaException {
        int target = PixelFormats.of(to.codec()).libavutil();
        SwsContext context = sws_getContext(to.width(), to.height(), from.libavutil(), to.width(), to.height(), target,
            SWS_FAST_BILINEAR, null, null, (DoublePointer) null);
        if (context == null) {
            throw new MediaException("libswscale does not make " + to + " of " + from);
        }
        int[] strides = strides(from, stride);
        Where[] sources = new Where[buffers.size()];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = Where.of(buffers.get(i), strides);
        }
        return new Converter(context, to.height(), sources);
    }

    /** Bytes from one line to the next in each plane of a layout. */
    static int[] strides(PixelFormats layout, int stride) {
        return switch (layout) {
            case YUV420 -> new int[] {stride, stride / 2, stride / 2};
            case NV12 -> new int[] {stride, stride};
            default -> new int[] {stride};
        };
    }

    /** Fills a picture from a buffer. */
    void convert(int buffer, Frame picture) {
        Where to = targets.get(picture.memory());
        if (to == null) {
            Memory memory = picture.memory();
            int planes = picture.format().codec() == Codec.I420 ? 3 : 2;
            ByteBuffer[] buffers = new ByteBuffer[planes];
            int[] strides = new int[planes];
            for (int i = 0; i < planes; i++) {
                buffers[i] = memory.plane(i);
                strides[i] = memory.stride(i);
            }
            to = Where.of(buffers, strides);
            targets.put(memory, to);
        }
        Where from = sources[buffer];
        sws_scale(context, from.planes(), from.strides(), 0, height, to.planes(), to.strides());
    }

    @Override
    public void close() {
        sws_freeContext(context);
        for (Where source : sources) {
            source.free();
        }
        targets.values().forEach(Where::free);
    }
}
