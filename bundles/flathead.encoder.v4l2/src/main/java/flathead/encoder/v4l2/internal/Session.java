package flathead.encoder.v4l2.internal;

import com.sun.jna.Memory;
import flathead.api.Codec;
import flathead.api.MediaException;
import flathead.api.VideoFormat;

/**
 * An open device that is set up for one format: raw pictures go into {@link #inputs}, encoded ones come out of
 * {@link #outputs}. One thread. Follows the kernel's description of stateful encoders (dev-encoder).
 */
final class Session implements AutoCloseable {
    private static final int INPUTS = 4;
    private static final int OUTPUTS = 4;
    /** What a driver is asked for an access unit; it may give more. */
    private static final int LEAST_UNIT = 512 * 1024;

    private final Nodes nodes;
    private final EncoderDevice device;
    private final VideoFormat in;
    private final Codec layout;
    private final Node node;
    private final Controls controls;
    private final Queue inputs;
    private final Queue outputs;
    private final Memory command = new Memory(Layout.COMMAND);
    private final Memory event = new Memory(Layout.EVENT);
    private int stride;
    private int lines;
    private int size;
    private boolean imports;
    private boolean stops;
    private boolean closed;

    /**
     * Opens the device and sets the formats.
     *
     * @param pixelFormat what is to come out
     * @param strideWanted bytes from line to line of what will go in, 0 if any will do
     * @throws MediaException naming the device, the format and what the driver said; nothing stays open then
     */
    Session(Nodes nodes, EncoderDevice device, int pixelFormat, VideoFormat in, int strideWanted)
            throws MediaException {
        this.nodes = nodes;
        this.device = device;
        this.in = in;
        this.layout = device.input(in.codec());
        this.node = nodes.open(device.path());
        this.controls = new Controls(node);
        this.inputs = new Queue(node, device.outputType());
        this.outputs = new Queue(node, device.captureType());
        try {
            setFormats(pixelFormat, strideWanted);
            setInterval();
            command.clear();
            command.setInt(0, Layout.COMMAND_STOP);
            stops = node.ioctl(Layout.TRY_ENCODER_CMD, command) >= 0;
            subscribe(Layout.EVENT_EOS);
            subscribe(Layout.EVENT_SOURCE_CHANGE);
        } catch (MediaException e) {
            close();
            throw e;
        }
    }

    private void setFormats(int pixelFormat, int strideWanted) throws MediaException {
        try (Memory format = new Memory(Layout.FORMAT)) {
            fill(format, device.captureType(), pixelFormat);
            format.setInt(device.multiplanar() ? Layout.MP_SIZEIMAGE : Layout.SIZEIMAGE,
                Math.max(LEAST_UNIT, in.width() * in.height()));
            setFormat(format, pixelFormat);
            int raw = layout == Codec.NV12 ? Layout.NV12 : Layout.YUV420;
            fill(format, device.outputType(), raw);
            format.setInt(device.multiplanar() ? Layout.MP_BYTESPERLINE : Layout.BYTESPERLINE, strideWanted);
            setFormat(format, raw);
            lines = format.getInt(Layout.HEIGHT);
            stride = format.getInt(device.multiplanar() ? Layout.MP_BYTESPERLINE : Layout.BYTESPERLINE);
            size = format.getInt(device.multiplanar() ? Layout.MP_SIZEIMAGE : Layout.SIZEIMAGE);
            int width = format.getInt(Layout.WIDTH);
            if (width < in.width() || lines < in.height() || stride < in.width()
                    || (long) stride * lines * 3 / 2 > size) {
                throw new MediaException(device + " takes no " + in + " but " + width + "x" + lines + " of " + stride
                    + " bytes a line, " + size + " in all");
            }
            if (width != in.width() || lines != in.height()) {
                crop();
            }
        }
    }

    private void fill(Memory format, int type, int pixelFormat) {
        format.clear();
        format.setInt(0, type);
        format.setInt(Layout.WIDTH, in.width());
        format.setInt(Layout.HEIGHT, in.height());
        format.setInt(Layout.PIXELFORMAT, pixelFormat);
        format.setInt(Layout.FIELD, Layout.FIELD_NONE);
        format.setInt(device.multiplanar() ? Layout.MP_COLORSPACE : Layout.COLORSPACE, Layout.COLORSPACE_SMPTE170M);
        if (device.multiplanar()) {
            format.setByte(Layout.MP_NUM_PLANES, (byte) 1);
        }
    }

    private void setFormat(Memory format, int pixelFormat) throws MediaException {
        check("S_FMT " + Probe.fourcc(pixelFormat), node.ioctl(Layout.S_FMT, format));
        int got = format.getInt(Layout.PIXELFORMAT);
        if (got != pixelFormat || device.multiplanar() && format.getByte(Layout.MP_NUM_PLANES) != 1) {
            throw new MediaException(device + " answers " + Probe.fourcc(pixelFormat) + " of " + in + " with "
                + Probe.fourcc(got) + (got == pixelFormat ? " in several planes" : ""));
        }
    }

    private void crop() throws MediaException {
        try (Memory selection = new Memory(Layout.SELECTION)) {
            selection.clear();
            selection.setInt(0, Layout.OUTPUT); // whatever the interface
            selection.setInt(Layout.SELECTION_TARGET, Layout.CROP);
            selection.setInt(Layout.SELECTION_WIDTH, in.width());
            selection.setInt(Layout.SELECTION_HEIGHT, in.height());
            check("S_SELECTION", node.ioctl(Layout.S_SELECTION, selection));
            if (selection.getInt(Layout.SELECTION_WIDTH) != in.width()
                    || selection.getInt(Layout.SELECTION_HEIGHT) != in.height()) {
                throw new MediaException(device + " does not cut " + in + " out of its blocks");
            }
        }
    }

    /** Without it the driver has a rate of its own in mind, and its rate control is off by that much. */
    private void setInterval() {
        try (Memory parameters = new Memory(Layout.STREAMPARM)) {
            parameters.clear();
            parameters.setInt(0, device.outputType());
            parameters.setInt(Layout.TIMEPERFRAME, 1);
            parameters.setInt(Layout.TIMEPERFRAME + Integer.BYTES, in.fps());
            node.ioctl(Layout.S_PARM, parameters);
        }
    }

    private void subscribe(int type) {
        try (Memory subscription = new Memory(Layout.SUBSCRIPTION)) {
            subscription.clear();
            subscription.setInt(0, type);
            node.ioctl(Layout.SUBSCRIBE_EVENT, subscription);
        }
    }

    /** Says what failed, if it did. */
    void check(String what, int answer) throws MediaException {
        if (answer == -Layout.ENODEV) {
            throw new MediaException(device + " is gone");
        }
        if (answer < 0) {
            throw new MediaException(device + ": " + what + " for " + in + " failed: " + nodes.error(answer));
        }
    }

    /**
     * Makes the buffers and starts.
     *
     * @param memory of the raw pictures, {@code MMAP} or {@code DMABUF}
     * @throws MediaException if the driver does not
     */
    void start(int memory) throws MediaException {
        imports = memory == Layout.DMABUF;
        check("REQBUFS of what goes in", inputs.request(INPUTS, memory));
        if (outputs.count() == 0) {
            check("REQBUFS of what comes out", outputs.request(OUTPUTS, Layout.MMAP));
        }
        on();
    }

    private void on() throws MediaException {
        for (int i = 0; i < outputs.count(); i++) {
            check("QBUF", outputs.queue(i, 0, 0, 0));
        }
        check("STREAMON of what goes in", inputs.on());
        check("STREAMON of what comes out", outputs.on());
    }

    private void off() throws MediaException {
        check("STREAMOFF", inputs.off());
        check("STREAMOFF", outputs.off());
    }

    /** Begins a new stream with the same buffers: what is inside is lost, and the first picture is a keyframe. */
    void restart() throws MediaException {
        off();
        on();
    }

    /** Begins a new stream whose raw pictures lie in other memory. */
    void restart(int memory) throws MediaException {
        off();
        inputs.release();
        start(memory);
    }

    /** Asks for what is inside; the last of it is marked. False if the driver knows no such thing. */
    boolean stop() throws MediaException {
        if (stops) {
            command.clear();
            command.setInt(0, Layout.COMMAND_STOP);
            check("ENCODER_CMD", node.ioctl(Layout.ENCODER_CMD, command));
        }
        return stops;
    }

    /** The next event that the driver tells of; 0 if there is none. */
    int event() {
        return node.ioctl(Layout.DQEVENT, event) < 0 ? 0 : event.getInt(0);
    }

    /** Whether the device is still there. */
    boolean alive() {
        try (Memory capability = new Memory(Layout.CAPABILITY)) {
            return node.ioctl(Layout.QUERYCAP, capability) >= 0;
        }
    }

    EncoderDevice device() {
        return device;
    }

    Node node() {
        return node;
    }

    Controls controls() {
        return controls;
    }

    /** The queue of raw pictures: {@code OUTPUT}, from the application's side. */
    Queue inputs() {
        return inputs;
    }

    /** The queue of encoded pictures: {@code CAPTURE}. */
    Queue outputs() {
        return outputs;
    }

    /** How a raw picture lies in a buffer, I420 or NV12. */
    Codec layout() {
        return layout;
    }

    /** Bytes from one line of luma to the next; half of it in the chroma of I420. */
    int stride() {
        return stride;
    }

    /** Lines of luma before chroma begins. */
    int lines() {
        return lines;
    }

    /** Bytes of a raw picture. */
    int size() {
        return size;
    }

    /** Whether raw pictures are dma-bufs of others. */
    boolean imports() {
        return imports;
    }

    /** May be called again. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        inputs.off();
        outputs.off();
        inputs.close();
        outputs.close();
        controls.close();
        command.close();
        event.close();
        node.close();
    }
}
