package flathead.encoder.v4l2.internal;

import com.sun.jna.Memory;
import flathead.api.Codec;
import flathead.api.MediaException;
import flathead.encoder.v4l2.internal.EncoderDevice.Sizes;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks devices what they are. Numbers and names tell nothing: the same encoder is {@code video11} on one board and
 * {@code video0} on another. Opens each device and closes it again, and changes nothing.
 */
final class Probe {
    private static final int MOST_FORMATS = 64;

    private final Nodes nodes;
    private final int pixelFormat;

    /** @param pixelFormat what has to come out */
    Probe(Nodes nodes, int pixelFormat) {
        this.nodes = nodes;
        this.pixelFormat = pixelFormat;
    }

    /**
     * What was found at a path.
     *
     * @param path the device
     * @param encoder null if it is none
     * @param what it is, in words
     */
    record Finding(String path, EncoderDevice encoder, String what) {
        @Override
        public String toString() {
            return path + " (" + what + ")";
        }
    }

    /** Looks at all of them. */
    List<Finding> all() {
        return nodes.paths().stream().map(this::look).toList();
    }

    /** Looks at one. */
    Finding look(String path) {
        try (Node node = nodes.open(path)) {
            return look(path, node);
        } catch (MediaException e) {
            return new Finding(path, null, e.getMessage());
        }
    }

    private Finding look(String path, Node node) {
        try (Memory capability = new Memory(Layout.CAPABILITY)) {
            capability.clear();
            int error = node.ioctl(Layout.QUERYCAP, capability);
            if (error < 0) {
                return new Finding(path, null, "not a video device: " + nodes.error(error));
            }
            String driver = text(capability, Layout.DRIVER, Layout.DRIVER_BYTES);
            String card = text(capability, Layout.CARD, Layout.CARD_BYTES);
            int caps = capability.getInt(Layout.CAPABILITIES);
            if ((caps & Layout.CAP_DEVICE_CAPS) != 0) {
                caps = capability.getInt(Layout.DEVICE_CAPS);
            }
            boolean multiplanar = (caps & Layout.CAP_M2M_MPLANE) != 0;
            if (!multiplanar && (caps & Layout.CAP_M2M) == 0 || (caps & Layout.CAP_STREAMING) == 0) {
                boolean captures = (caps & (Layout.CAP_VIDEO_CAPTURE | Layout.CAP_VIDEO_CAPTURE_MPLANE)) != 0;
                return new Finding(path, null, driver + ", " + (captures ? "captures" : "not a codec"));
            }
            return codec(path, node, driver, card, multiplanar);
        }
    }

    private Finding codec(String path, Node node, String driver, String card, boolean multiplanar) {
        if (!formats(node, multiplanar ? Layout.CAPTURE_MPLANE : Layout.CAPTURE).contains(pixelFormat)) {
            return new Finding(path, null, driver + ", no encoder of " + fourcc(pixelFormat));
        }
        List<Integer> raw = formats(node, multiplanar ? Layout.OUTPUT_MPLANE : Layout.OUTPUT);
        List<Codec> inputs = new ArrayList<>();
        if (raw.contains(Layout.YUV420)) {
            inputs.add(Codec.I420);
        }
        if (raw.contains(Layout.NV12)) {
            inputs.add(Codec.NV12);
        }
        if (inputs.isEmpty()) {
            return new Finding(path, null, driver + ", takes neither YU12 nor NV12 but "
                + raw.stream().map(Probe::fourcc).toList());
        }
        EncoderDevice found = new EncoderDevice(path, driver, card, multiplanar, inputs, sizes(node));
        return new Finding(path, found, driver + ", encodes " + fourcc(pixelFormat) + " of " + found.sizes());
    }

    private static List<Integer> formats(Node node, int type) {
        List<Integer> found = new ArrayList<>();
        try (Memory description = new Memory(Layout.FMTDESC)) {
            for (int i = 0; i < MOST_FORMATS; i++) {
                description.clear();
                description.setInt(Layout.INDEX, i);
                description.setInt(Layout.FMTDESC_TYPE, type);
                if (node.ioctl(Layout.ENUM_FMT, description) < 0) {
                    break;
                }
                found.add(description.getInt(Layout.FMTDESC_PIXELFORMAT));
            }
        }
        return found;
    }

    /** As told; of a driver that does not tell, anything: opening says what it refuses. */
    private Sizes sizes(Node node) {
        try (Memory size = new Memory(Layout.FRMSIZE)) {
            size.clear();
            size.setInt(Layout.FRMSIZE_PIXELFORMAT, pixelFormat);
            if (node.ioctl(Layout.ENUM_FRAMESIZES, size) < 0
                    || size.getInt(Layout.FRMSIZE_TYPE) == Layout.FRMSIZE_DISCRETE) {
                return new Sizes(16, flathead.api.VideoFormat.MAX_SIDE, 2, 16, flathead.api.VideoFormat.MAX_SIDE, 2);
            }
            int[] values = size.getIntArray(Layout.FRMSIZE_VALUES, 6);
            return new Sizes(values[0], values[1], Math.max(1, values[2]), values[3], values[4],
                Math.max(1, values[5]));
        }
    }

    private static String text(Memory memory, int from, int most) {
        byte[] bytes = memory.getByteArray(from, most);
        int length = 0;
        while (length < most && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** A pixel format as people write it. */
    static String fourcc(int format) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            char letter = (char) (format >> 8 * i & 0x7f);
            text.append(letter < ' ' ? '?' : letter);
        }
        return text.toString().trim();
    }
}
