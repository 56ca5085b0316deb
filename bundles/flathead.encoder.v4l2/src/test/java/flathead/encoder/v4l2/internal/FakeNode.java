package flathead.encoder.v4l2.internal;

import com.sun.jna.Memory;
import flathead.encoder.v4l2.internal.FakeBcm2835.Quirk;
import java.nio.ByteBuffer;

/** An open {@link FakeBcm2835}: encodes within the call, and allocates nothing for a picture. */
final class FakeNode implements Node {
    private static final int UNIT = 512 * 1024;
    private static final int[] LEVELS = {10, 9, 11, 12, 13, 20, 21, 22, 30, 31, 32, 40, 41, 42, 50, 51};
    private static final int RATE_STEP = 25_000;
    private static final int HIGHEST_RATE = 25_000_000;

    private final FakeBcm2835 device;
    private final FakeQueue in;
    private final FakeQueue out;
    private int width;
    private int height;
    private int stride;
    private int fps = 30;
    private int bitrate = 1_000_000;
    private int profile = 100;
    private int level = 40;
    private boolean repeats;
    private byte[] header;
    private final byte[] idr = FakeH264.slice(true, UNIT / 4);
    private final byte[] slice = FakeH264.slice(false, UNIT / 4);
    private int encoded;
    private int sinceStart;
    private boolean forced;
    private boolean stopping;
    private boolean stopped;
    private boolean ended;
    private boolean woken;
    private boolean closed;
    private int mapped;

    FakeNode(FakeBcm2835 device) {
        this.device = device;
        boolean multiplanar = !device.is(Quirk.SINGLE_PLANAR);
        in = new FakeQueue(multiplanar ? Layout.OUTPUT_MPLANE : Layout.OUTPUT, multiplanar);
        out = new FakeQueue(multiplanar ? Layout.CAPTURE_MPLANE : Layout.CAPTURE, multiplanar);
    }

    private FakeQueue queue(int type) {
        return type == in.type ? in : type == out.type ? out : null;
    }

    @Override
    public synchronized int ioctl(long request, Memory argument) {
        if (closed) {
            throw new AssertionError("asked after it was closed");
        }
        if (device.gone()) {
            return -Layout.ENODEV;
        }
        int answer = answer(request, argument);
        encode();
        notifyAll();
        return answer;
    }

    private int answer(long request, Memory argument) {
        if (request == Layout.DQBUF) {
            return dequeue(argument);
        } else if (request == Layout.QBUF) {
            return enqueue(argument);
        } else if (request == Layout.S_CTRL) {
            return control(argument.getInt(0), argument.getInt(Layout.CONTROL_VALUE));
        } else if (request == Layout.QUERYCAP) {
            return capability(argument);
        } else if (request == Layout.ENUM_FMT) {
            return format(argument);
        } else if (request == Layout.ENUM_FRAMESIZES) {
            argument.setInt(Layout.FRMSIZE_TYPE, 3);
            argument.write(Layout.FRMSIZE_VALUES, new int[] {32, 1920, 2, 32, 1920, 2}, 0, 6);
            return 0;
        } else if (request == Layout.S_FMT) {
            return setFormat(argument);
        } else if (request == Layout.S_SELECTION) {
            return select(argument);
        } else if (request == Layout.S_PARM) {
            fps = argument.getInt(Layout.TIMEPERFRAME + 4) / argument.getInt(Layout.TIMEPERFRAME);
            return device.is(Quirk.NO_RATE) ? -Layout.ENOTTY : 0;
        } else if (request == Layout.QUERYCTRL) {
            argument.setInt(Layout.QUERY_MINIMUM, 0);
            argument.setInt(Layout.QUERY_MAXIMUM, Integer.MAX_VALUE);
            int id = argument.getInt(0);
            return id == Layout.H264_I_PERIOD || id == Layout.GOP_SIZE ? 0 : -Layout.EINVAL;
        } else if (request == Layout.REQBUFS) {
            return queue(argument.getInt(Layout.REQUESTBUFFERS_TYPE)).request(argument);
        } else if (request == Layout.QUERYBUF) {
            return queue(argument.getInt(Layout.TYPE)).query(argument);
        } else if (request == Layout.STREAMON) {
            queue(argument.getInt(0)).streaming = true;
            return 0;
        } else if (request == Layout.STREAMOFF) {
            return off(queue(argument.getInt(0)));
        } else if (request == Layout.TRY_ENCODER_CMD || request == Layout.ENCODER_CMD) {
            return command(request == Layout.ENCODER_CMD);
        } else if (request == Layout.SUBSCRIBE_EVENT) {
            return argument.getInt(0) == Layout.EVENT_EOS ? 0 : -Layout.EINVAL;
        } else if (request == Layout.DQEVENT) {
            argument.setInt(0, Layout.EVENT_EOS);
            boolean was = ended;
            ended = false;
            return was ? 0 : -Layout.EAGAIN;
        }
        return -Layout.ENOTTY;
    }

    private int capability(Memory argument) {
        argument.setString(Layout.DRIVER, "bcm2835-codec");
        argument.setString(Layout.CARD, "bcm2835-codec-encode");
        int caps = (in.multiplanar ? Layout.CAP_M2M_MPLANE : Layout.CAP_M2M) | Layout.CAP_STREAMING;
        argument.setInt(Layout.CAPABILITIES, caps | Layout.CAP_DEVICE_CAPS);
        argument.setInt(Layout.DEVICE_CAPS, caps);
        return 0;
    }

    private int format(Memory argument) {
        boolean coded = argument.getInt(Layout.FMTDESC_TYPE) == out.type;
        int[] formats = coded ? new int[] {Layout.H264}
            : device.is(Quirk.NV12_ONLY) ? new int[] {Layout.NV12} : new int[] {Layout.YUV420, Layout.NV12};
        int index = argument.getInt(Layout.INDEX);
        if (index >= formats.length || queue(argument.getInt(Layout.FMTDESC_TYPE)) == null) {
            return -Layout.EINVAL;
        }
        argument.setInt(Layout.FMTDESC_PIXELFORMAT, formats[index]);
        return 0;
    }

    /** I420 in lines of a multiple of 64 bytes, NV12 of 32, as the driver has it for its encoder. */
    private int setFormat(Memory argument) {
        FakeQueue queue = queue(argument.getInt(0));
        int sizeAt = in.multiplanar ? Layout.MP_SIZEIMAGE : Layout.SIZEIMAGE;
        if (queue == in) {
            int strideAt = in.multiplanar ? Layout.MP_BYTESPERLINE : Layout.BYTESPERLINE;
            int block = argument.getInt(Layout.PIXELFORMAT) == Layout.NV12 ? 32 : 64;
            width = argument.getInt(Layout.WIDTH);
            height = argument.getInt(Layout.HEIGHT);
            if (device.is(Quirk.WHOLE_BLOCKS)) {
                height = height + 15 & ~15;
            }
            stride = (Math.max(argument.getInt(strideAt), width) + block - 1) / block * block;
            argument.setInt(Layout.HEIGHT, height);
            argument.setInt(strideAt, stride);
            in.size = stride * height * 3 / 2;
            header = null;
        } else {
            out.size = Math.max(UNIT, argument.getInt(sizeAt));
        }
        argument.setInt(sizeAt, queue.size);
        return 0;
    }

    private int select(Memory argument) {
        header = null;
        if (argument.getInt(0) != Layout.OUTPUT || argument.getInt(Layout.SELECTION_TARGET) != Layout.CROP) {
            return -Layout.EINVAL;
        }
        width = argument.getInt(Layout.SELECTION_WIDTH);
        height = argument.getInt(Layout.SELECTION_HEIGHT);
        return 0;
    }

    private int control(int id, int value) {
        switch (id) {
            case Layout.BITRATE -> {
                if (device.is(Quirk.NO_RATE)) {
                    return -Layout.EINVAL;
                }
                int rounded = (value + RATE_STEP / 2) / RATE_STEP * RATE_STEP;
                bitrate = Math.max(RATE_STEP, Math.min(HIGHEST_RATE, rounded));
            }
            case Layout.FORCE_KEY_FRAME -> {
                if (device.is(Quirk.NO_FORCED_KEYFRAME)) {
                    return -Layout.EINVAL;
                }
                forced = !device.is(Quirk.IDLE_FORCED_KEYFRAME);
            }
            case Layout.REPEAT_SEQ_HEADER -> {
                if (device.is(Quirk.HEADER_ONCE) || device.is(Quirk.HEADER_APART)) {
                    return -Layout.EINVAL;
                }
                repeats = value != 0;
            }
            case Layout.H264_LEVEL -> {
                if (value >= LEVELS.length) {
                    return -Layout.EINVAL;
                }
                level = LEVELS[value];
            }
            case Layout.H264_PROFILE -> {
                if (value == Layout.PROFILE_MAIN) {
                    profile = 77;
                } else {
                    profile = device.is(Quirk.HIGH_PROFILE) ? 100 : 66;
                }
            }
            case Layout.H264_I_PERIOD, Layout.GOP_SIZE, Layout.BITRATE_MODE, Layout.HEADER_MODE, Layout.B_FRAMES -> {
                // taken
            }
            default -> {
                return -Layout.EINVAL;
            }
        }
        if (id != Layout.BITRATE && id != Layout.FORCE_KEY_FRAME) {
            device.controls.add(new long[] {id, value});
        }
        return 0;
    }

    private int off(FakeQueue queue) {
        queue.off();
        sinceStart = 0;
        stopping = false;
        stopped = false;
        ended = false;
        forced = false;
        return 0;
    }

    private int command(boolean does) {
        if (device.is(Quirk.NO_COMMANDS)) {
            return -Layout.ENOTTY;
        }
        stopping |= does && in.streaming;
        return 0;
    }

    private int enqueue(Memory argument) {
        FakeQueue queue = queue(argument.getInt(Layout.TYPE));
        if (queue == in && argument.getInt(Layout.MEMORY) == Layout.DMABUF && device.is(Quirk.NO_IMPORT)) {
            return -Layout.EINVAL;
        }
        return queue.put(argument);
    }

    private int dequeue(Memory argument) {
        FakeQueue queue = queue(argument.getInt(Layout.TYPE));
        if (queue == out && out.done.size() == 0 && stopped && !device.is(Quirk.NO_LAST_FLAG)) {
            return -Layout.EPIPE;
        }
        return queue.take(argument);
    }

    private void encode() {
        int held = device.is(Quirk.HOLDS_BACK) && !stopping ? 2 : 0;
        while (in.streaming && out.streaming && !stopped && !device.hung() && in.queued.size() > held
                && out.queued.size() > (sinceStart == 0 && device.is(Quirk.HEADER_APART) ? 1 : 0)) {
            encodeOne(in.queued.take());
        }
        if (stopping && !stopped && !device.hung() && in.queued.size() == 0 && out.queued.size() > 0) {
            stopped = true;
            ended = true;
            if (!device.is(Quirk.NO_LAST_FLAG)) {
                int mark = out.queued.take();
                out.seconds[mark] = 0;
                out.micros[mark] = 0;
                finish(mark, 0, Layout.FLAG_LAST);
            }
        }
    }

    private void encodeOne(int raw) {
        if (in.memory == Layout.DMABUF) {
            device.imported.add(in.descriptors[raw]);
        }
        boolean keyframe = sinceStart == 0 || forced;
        int size = 0;
        int coded = out.queued.take();
        if (keyframe && (sinceStart == 0 || repeats)) {
            if (header == null) {
                header = FakeH264.header(width, height, profile, level);
            }
            out.buffers[coded].put(0, header);
            size = header.length;
            if (device.is(Quirk.HEADER_APART)) {
                out.seconds[coded] = 0;
                out.micros[coded] = 0;
                finish(coded, size, 0);
                coded = out.queued.take();
                size = 0;
            }
        }
        int budget = Math.min(UNIT / 4, Math.max(64, bitrate / 8 / fps - size));
        out.buffers[coded].put(size, keyframe ? idr : slice, 0, budget);
        size += budget;
        out.seconds[coded] = device.is(Quirk.NO_TIMES) ? 0 : in.seconds[raw];
        out.micros[coded] = device.is(Quirk.NO_TIMES) ? 0 : in.micros[raw];
        encoded++;
        finish(coded, size, device.is(Quirk.BROKEN_PICTURE) && encoded == 8 ? Layout.FLAG_ERROR
            : keyframe ? Layout.FLAG_KEYFRAME : 0);
        if (device.is(Quirk.SPLIT_PICTURE) && encoded == 8) {
            int rest = out.queued.take();
            out.buffers[rest].put(0, slice, 100, 100);
            out.seconds[rest] = in.seconds[raw];
            out.micros[rest] = in.micros[raw];
            finish(rest, 100, 0);
        }
        in.done.add(raw);
        sinceStart++;
        forced = false;
    }

    private void finish(int index, int size, int flags) {
        out.bytes[index] = size;
        out.flags[index] = flags;
        out.done.add(index);
    }

    @Override
    public synchronized int poll(int events, int millis) {
        long end = millis < 0 ? Long.MAX_VALUE : System.nanoTime() + millis * 1_000_000L;
        int ready = ready();
        while (ready == 0) {
            long left = millis < 0 ? 1_000 : (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return 0;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                return -Layout.EINTR;
            }
            ready = ready();
        }
        woken = false;
        return ready;
    }

    private int ready() {
        return (woken ? WOKEN : 0) | (device.gone() ? Layout.POLLERR | Layout.POLLHUP : 0)
            | (out.done.size() > 0 || stopped && !device.is(Quirk.NO_LAST_FLAG) ? Layout.POLLIN : 0)
            | (in.done.size() > 0 ? Layout.POLLOUT : 0) | (ended ? Layout.POLLPRI : 0);
    }

    @Override
    public synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /** Something about the device changed. */
    synchronized void stir() {
        notifyAll();
    }

    @Override
    public synchronized ByteBuffer map(long offset, int length) {
        mapped++;
        return queue((int) (offset >> 24)).buffers[(int) (offset >> 12) & 0xfff];
    }

    @Override
    public synchronized void unmap(ByteBuffer buffer) {
        mapped--;
    }

    synchronized int mapped() {
        return mapped;
    }

    @Override
    public synchronized void close() {
        closed = true;
        device.closed(this);
    }
}
