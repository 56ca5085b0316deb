package flathead.encoder.v4l2.internal;

import flathead.api.Codec;
import flathead.api.VideoFormat;
import java.util.List;

/**
 * A device that encodes.
 *
 * @param path such as {@code /dev/video11}
 * @param driver as the kernel names it
 * @param card as the driver names it
 * @param multiplanar whether it speaks the multi-planar interface
 * @param inputs the raw codecs that it takes as they lie, I420 or NV12 or both
 * @param sizes what it can encode
 */
record EncoderDevice(String path, String driver, String card, boolean multiplanar, List<Codec> inputs, Sizes sizes) {
    /** Pictures from one size to another, in steps, in pixels. */
    record Sizes(int minWidth, int maxWidth, int stepWidth, int minHeight, int maxHeight, int stepHeight) {
        boolean contain(int width, int height) {
            return width >= minWidth && width <= maxWidth && (width - minWidth) % stepWidth == 0
                && height >= minHeight && height <= maxHeight && (height - minHeight) % stepHeight == 0;
        }

        @Override
        public String toString() {
            return minWidth + "x" + minHeight + " to " + maxWidth + "x" + maxHeight;
        }
    }

    /** Whether pictures of this format can go in; I420 and NV12 are made of each other where they have to be. */
    boolean takes(VideoFormat in) {
        return (in.codec() == Codec.I420 || in.codec() == Codec.NV12) && sizes.contain(in.width(), in.height());
    }

    /** How pictures of this codec go in. */
    Codec input(Codec wanted) {
        return inputs.contains(wanted) ? wanted : inputs.get(0);
    }

    /** The type of the queue that pictures go into. */
    int outputType() {
        return multiplanar ? Layout.OUTPUT_MPLANE : Layout.OUTPUT;
    }

    /** The type of the queue that encoded pictures come from. */
    int captureType() {
        return multiplanar ? Layout.CAPTURE_MPLANE : Layout.CAPTURE;
    }

    @Override
    public String toString() {
        return path + " (" + (card.isEmpty() ? driver : card) + ")";
    }
}
