package flathead.source.libcamera.internal;

import flathead.api.Codec;
import flathead.api.MediaException;
import flathead.api.Memory;
import flathead.api.VideoFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The stream that a camera was configured to.
 *
 * @param shape as the camera has it
 * @param layout of its pictures
 */
record Stream(Device.Shape shape, PixelFormats layout) {
    /** Enough for an encoder, a few raw sinks and the pictures parked while an encoder is swapped. */
    static final int BUFFERS = 12;
    /** Where pictures are copied, the camera's buffers are with it most of the time. */
    static final int BUFFERS_COPIED = 4;

    /** Which flips of {@link Device.Shape} a camera can. */
    static int flips(Device device, VideoFormat format) throws MediaException {
        int flips = 0;
        for (int flip : new int[] {Device.Shape.HORIZONTAL, Device.Shape.VERTICAL}) {
            if (device.configure(shape(PixelFormats.of(format.codec()), format, BUFFERS, flip), false)
                    .transform() == flip) {
                flips |= flip;
            }
        }
        return flips;
    }

    private static Device.Shape shape(PixelFormats layout, VideoFormat format, int buffers, int transform) {
        return new Device.Shape(layout.fourcc(), format.width(), format.height(), buffers, transform, 0);
    }

    /**
     * Configures a camera to what needs least work for a format; the nearest size that the camera has.
     *
     * @throws MediaException if it has nothing that can be used
     */
    static Stream choose(Device device, VideoFormat format, int transform) throws MediaException {
        Set<String> offered = new LinkedHashSet<>();
        for (PixelFormats layout : PixelFormats.bestFor(format.codec())) {
            int buffers = layout == PixelFormats.of(format.codec()) ? BUFFERS : BUFFERS_COPIED;
            Device.Shape wanted = shape(layout, format, buffers, transform);
            Device.Shape got = device.configure(wanted, false);
            if (got.fourcc() == layout.fourcc()) {
                if (got.transform() != transform) {
                    throw new MediaException("it cannot turn or mirror its pictures like this (transform " + transform
                        + ")");
                }
                return new Stream(device.configure(wanted, true), layout);
            }
            offered.add(PixelFormats.text(got.fourcc()));
        }
        throw new MediaException("it offers pictures as " + offered + " only; one of "
            + List.of(PixelFormats.values()) + " is needed");
    }

    /**
     * What its pictures are, once they are as asked for.
     *
     * @param fps as they really come
     */
    VideoFormat format(Codec codec, int fps) throws MediaException {
        try {
            return new VideoFormat(codec, shape.width() & ~1, shape.height() & ~1, fps);
        } catch (IllegalArgumentException e) {
            throw new MediaException("its pictures cannot be used: " + e.getMessage(), e);
        }
    }

    /** Whether its pictures can be handed on where they lie. */
    boolean isDirect(VideoFormat format) {
        return layout == PixelFormats.of(format.codec());
    }

    /**
     * The camera's buffers, as they lie.
     *
     * @throws MediaException if they are not laid out as their format says
     */
    List<Memory> memories(Device device, int buffers) throws MediaException {
        List<Memory> memories = new ArrayList<>();
        int[] strides = Converter.strides(layout, shape.stride());
        for (int i = 0; i < buffers; i++) {
            memories.add(new Memory(planes(device, i), strides, device.dmabuf(i)));
        }
        return memories;
    }

    /** The planes of a buffer, as many as the layout has. */
    ByteBuffer[] planes(Device device, int buffer) throws MediaException {
        ByteBuffer[] planes = device.planes(buffer);
        int wanted = Converter.strides(layout, shape.stride()).length;
        if (planes.length != wanted) {
            throw new MediaException("its buffers have " + planes.length + " planes where " + layout + " has "
                + wanted);
        }
        return planes;
    }
}
