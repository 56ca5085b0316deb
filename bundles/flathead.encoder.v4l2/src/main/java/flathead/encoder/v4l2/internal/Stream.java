package flathead.encoder.v4l2.internal;

import flathead.api.EncoderSettings;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.FrameInput;
import flathead.api.MediaException;
import flathead.api.VideoFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of an encoder's thread: pictures into the device, access units out of it, keyframes and rate as wanted.
 *
 * <p>A keyframe is forced when the device holds no picture, so that it is the one that was meant. A device that cannot
 * be told is drained and started again, as each stream starts with one.
 */
final class Stream {
    private static final Logger LOG = LoggerFactory.getLogger(Stream.class);
    /** Draining to start again has to be quick: pictures wait. */
    private static final long FLUSH_NANOS = 500_000_000;
    /** A device that should give back what it holds, and says nothing for so long, is told to. */
    private static final long QUIET_NANOS = 100_000_000;
    /** A device that says there is an error, and shows none, may say so this often in a row. */
    private static final int MOST_FALSE_ALARMS = 100;

    private final Nodes nodes;
    private final EncoderDevice device;
    private final Bitstream bitstream;
    private final VideoFormat in;
    private final long stallNanos;
    private final Waiting waiting;
    private final Runnable progress;
    private final FrameInput out;
    private final Pending pending = new Pending();
    private final Units units;
    /** Another one only by the encoding thread, which then looks for work before it waits. */
    private volatile Session session;
    private Inputs inputs;

    private boolean importsRefused;
    private int falseAlarms;
    private boolean fresh = true;
    private boolean awaitsEmpty;
    private boolean last;
    private boolean ending;
    private boolean due;
    private int applied;
    private long lastSign = System.nanoTime();
    private VideoFormat lastIn;
    private VideoFormat lastOut;

    private volatile EncoderSettings settings;
    private volatile int limit = Feedback.UNLIMITED;
    private volatile boolean draining;
    private volatile boolean closing;
    private volatile boolean imports;

    Stream(Nodes nodes, EncoderDevice device, Bitstream bitstream, VideoFormat in, EncoderSettings settings,
            FrameInput out, long stallNanos, Waiting waiting, Runnable progress) throws MediaException {
        this.nodes = nodes;
        this.device = device;
        this.bitstream = bitstream;
        this.in = in;
        this.settings = settings;
        this.out = out;
        this.stallNanos = stallNanos;
        this.waiting = waiting;
        this.progress = progress;
        this.lastIn = in;
        this.lastOut = in.as(bitstream.codec());
        this.units = new Units(device, bitstream, lastOut, pending, out, () -> closing);
        open(0, Layout.MMAP);
    }

    private void open(int stride, int memory) throws MediaException {
        session = new Session(nodes, device, bitstream.pixelFormat(), in, stride);
        try {
            bitstream.configure(session.controls(), in, settings);
            applied = 0;
            rate();
            session.start(memory);
        } catch (MediaException e) {
            session.close();
            throw e;
        }
        begin();
    }

    private void begin() {
        inputs = new Inputs(session, in);
        imports = session.imports();
        fresh = true;
    }

    // --- any thread

    void wake() {
        session.node().wake();
    }

    void apply(EncoderSettings wanted) {
        settings = wanted;
    }

    void limit(int bitsPerSecond) {
        limit = bitsPerSecond;
    }

    /** Somebody waits, or no longer waits, until everything has come out, even if that costs a keyframe. */
    void drain(boolean on) {
        draining = on;
        wake();
    }

    void close() {
        closing = true;
        wake();
    }

    boolean closing() {
        return closing;
    }

    EncoderSettings settings() {
        return settings;
    }

    long stallNanos() {
        return stallNanos;
    }

    /** Whether the device reads pictures where they lie. */
    boolean imports() {
        return imports;
    }

    /** What came out. */
    Units units() {
        return units;
    }

    // --- the encoding thread

    /** Encodes until it is closed or fails, and closes the device. */
    void run() {
        try {
            while (!closing) {
                submit();
                boolean awaitsEnd = awaitsEmpty || draining && waiting.first() == null;
                boolean quiet = step(awaitsEnd && pending.size() > 0 ? QUIET_NANOS : -1);
                if (quiet && awaitsEnd && pending.size() > 0) {
                    startAnew(); // it holds them back until it is told to stop
                }
            }
        } catch (MediaException e) {
            fail(e);
        } catch (RuntimeException | LinkageError e) {
            fail(new MediaException(device + ": " + e, e));
        } finally {
            session.close();
            inputs.releaseAll();
            units.close();
        }
    }

    private void fail(MediaException cause) {
        if (!closing) {
            closing = true;
            out.failed(cause);
        }
    }

    /**
     * Waits for the device, or until it is woken or the time is over, and takes what it has done.
     *
     * @param mostNanos the longest wait; a negative number for as long as it takes
     * @return whether the time passed and nothing happened
     */
    private boolean step(long mostNanos) throws MediaException {
        long left = pending.size() == 0 ? Long.MAX_VALUE
            : Math.max(0, stallNanos - (System.nanoTime() - lastSign));
        long nanos = mostNanos < 0 ? left : Math.min(left, mostNanos);
        int millis = nanos == Long.MAX_VALUE ? -1 : (int) Math.min(Integer.MAX_VALUE, (nanos + 999_999) / 1_000_000);
        int ready = session.node().poll(Layout.POLLIN | Layout.POLLOUT | Layout.POLLPRI, millis);
        session.check("poll", ready);
        boolean done = takeInputs() | takeOutputs();
        if ((ready & Layout.POLLPRI) != 0) {
            done |= takeEvents();
        }
        if (done) {
            lastSign = System.nanoTime();
            falseAlarms = 0;
            progress.run();
        } else if ((ready & (Layout.POLLERR | Layout.POLLHUP)) != 0) {
            alarm();
        } else if (left == 0 && ending) {
            throw stalled();
        } else if (left == 0) {
            startAnew(); // it may hold them back until it is told to stop
        }
        if (last && !ending) {
            startAnew();
        }
        return ready == 0 && !done;
    }

    private MediaException stalled() {
        return new MediaException(device + " holds " + pending.size() + " pictures and has given none back for "
            + Math.max(stallNanos, System.nanoTime() - lastSign) / 1_000_000 + " ms");
    }

    private void alarm() throws MediaException {
        if (!session.alive()) {
            throw new MediaException(device + " is gone");
        }
        if (++falseAlarms > MOST_FALSE_ALARMS) {
            throw new MediaException(device + " reports an error and works no more");
        }
    }

    private boolean takeInputs() throws MediaException {
        boolean any = false;
        int index = session.inputs().dequeue();
        while (index >= 0) {
            any = true;
            inputs.done(index);
            index = session.inputs().dequeue();
        }
        if (index != -Layout.EAGAIN && index != -Layout.EPIPE) {
            session.check("DQBUF of what goes in", index);
        }
        return any;
    }

    private boolean takeOutputs() throws MediaException {
        Queue outputs = session.outputs();
        boolean any = false;
        while (!last && !closing) {
            int index = outputs.dequeue();
            if (index == -Layout.EAGAIN) {
                break;
            }
            if (index == -Layout.EPIPE) {
                last = true;
                break;
            }
            session.check("DQBUF of what comes out", index);
            any = true;
            int flags = outputs.flags();
            units.take(outputs.memory(index), outputs.offset(), outputs.bytes(), outputs.micros(),
                (flags & Layout.FLAG_ERROR) != 0);
            if ((flags & Layout.FLAG_LAST) != 0) {
                last = true;
            } else if (!closing) {
                session.check("QBUF", outputs.queue(index, 0, 0, 0));
            }
        }
        return any;
    }

    private boolean takeEvents() throws MediaException {
        boolean any = false;
        for (int event = session.event(); event != 0; event = session.event()) {
            any = true;
            if (event == Layout.EVENT_SOURCE_CHANGE) {
                throw new MediaException(device + " changed its format in the middle of the stream");
            }
            if (event == Layout.EVENT_EOS && ending && pending.size() == 0) {
                last = true;
            }
        }
        return any;
    }

    /** Gives the device what waits, as much as it takes. */
    private void submit() throws MediaException {
        Frame frame = waiting.first();
        while (frame != null && !closing && !pending.full() && prepare(frame)) {
            int index = inputs.free(frame);
            long time = pending.time(frame);
            int error = inputs.queue(index, frame, time);
            if (error < 0 && error != -Layout.ENODEV && session.imports()) {
                LOG.info("{} does not read the camera's buffers ({}): pictures are copied", device,
                    nodes.error(error));
                importsRefused = true;
                continue;
            }
            session.check("QBUF of what goes in", error);
            accepted(frame, time);
            frame = waiting.first();
        }
    }

    private void accepted(Frame frame, long time) {
        if (pending.size() == 0) {
            lastSign = System.nanoTime();
        }
        if (due || fresh) {
            units.promise(pending.next());
        }
        if (frame.format() != lastIn) {
            lastIn = frame.format();
            lastOut = lastIn.as(bitstream.codec());
        }
        pending.add(frame, lastOut, time);
        due = false;
        fresh = false;
        waiting.remove();
        if (!session.imports()) {
            frame.close();
        }
        progress.run();
    }

    /** Makes ready for a picture; false if it has to wait. */
    private boolean prepare(Frame frame) throws MediaException {
        boolean imported = !importsRefused && inputs.wantsImport(frame);
        if (imported != session.imports()) {
            if (pending.size() > 0) {
                return false;
            }
            change(frame, imported);
        }
        if (inputs.free(frame) < 0) {
            return false;
        }
        rate();
        due |= units.takeWish() | waiting.firstIsKeyframe();
        if (!due || fresh) {
            return true;
        }
        if (units.forces()) {
            awaitsEmpty = pending.size() > 0;
            if (awaitsEmpty) {
                return false;
            }
            if (!session.controls().set(Layout.FORCE_KEY_FRAME, 1)) {
                units.forcesNot();
            }
        }
        if (!units.forces()) {
            startAnew();
        }
        return !closing && inputs.free(frame) >= 0;
    }

    /** Another kind of memory for what goes in: a new stream, since that is fixed while one runs. */
    private void change(Frame frame, boolean imported) throws MediaException {
        Inputs old = inputs;
        if (imported && frame.memory().stride(0) != session.stride()) {
            session.close();
            old.releaseAll();
            open(frame.memory().stride(0), Layout.DMABUF);
            importsRefused = !inputs.fits(frame);
        } else {
            session.restart(imported ? Layout.DMABUF : Layout.MMAP);
            old.releaseAll();
            begin();
        }
    }

    /** Takes out what is inside, and begins a new stream, whose first picture is a keyframe. */
    private void startAnew() throws MediaException {
        long start = System.nanoTime();
        lastSign = start;
        ending = true;
        try {
            boolean marked = last || session.stop();
            while (!closing && !last && (marked || pending.size() > 0)) {
                long left = FLUSH_NANOS - (System.nanoTime() - start);
                if (step(Math.max(0, left)) && left <= 0) {
                    if (pending.size() > 0) {
                        throw stalled();
                    }
                    break; // a driver that does not mark the end
                }
            }
        } finally {
            ending = false;
        }
        if (!closing) {
            units.drop(pending.clear());
            session.restart();
            inputs.releaseAll();
            awaitsEmpty = false;
            last = false;
            fresh = true;
        }
    }

    /** Brings the device to the rate that is wanted now. */
    private void rate() {
        int wanted = Math.max(EncoderSettings.MIN_BITRATE, Math.min(settings.bitsPerSecond(), limit));
        if (wanted != applied) {
            applied = wanted;
            if (!session.controls().set(Layout.BITRATE, wanted)) {
                LOG.debug("{} does not take a rate of {} bit/s", device, wanted);
            }
        }
    }
}
