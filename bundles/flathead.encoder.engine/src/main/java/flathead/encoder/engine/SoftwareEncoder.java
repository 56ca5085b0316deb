package flathead.encoder.engine;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.EncoderSettings;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Pool;
import flathead.api.Stats;
import flathead.api.VideoEncoder;
import flathead.api.VideoFormat;
import flathead.gate.Gate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open encoder: feeds an {@link Engine} within {@code offer} and passes on what comes out, copied once, from the
 * engine's memory into a pooled picture. Keyframes and their interval are decided here, and the rate: the lower of the
 * settings' and the limit. An engine that cannot change its rate is opened again, which costs a keyframe.
 *
 * <p>A picture is dropped, and the next one made a keyframe, if nobody gives pictures back or if an access unit is
 * larger than a byte per pixel.
 */
final class SoftwareEncoder implements VideoEncoder {
    private static final Logger LOG = LoggerFactory.getLogger(SoftwareEncoder.class);
    /** One in each lane's queue and at each sink, several times over. */
    private static final int POOL_SIZE = 16;
    private static final int MIN_CAPACITY = 64 * 1024;

    private final Engines engines;
    private final VideoFormat in;
    private final FrameInput out;
    private final Pool<EncodedFrame> pool;
    private final long[] poolAddresses = new long[POOL_SIZE];
    private final Planes[] planes = new Planes[Pool.MAX_SIZE];
    private final Pending pending = new Pending();
    private final Gate gate = new Gate(this::free);

    private Engine engine;
    private boolean finished;
    private boolean broken;
    private boolean complained;
    private int applied;
    private int sinceKeyframe;
    private VideoFormat lastIn;
    private VideoFormat lastOut;

    private volatile EncoderSettings settings;
    private volatile int limit = Feedback.UNLIMITED;
    private volatile boolean keyframeWanted = true;

    // written by the encoding thread only
    private volatile long passed;
    private volatile long dropped;
    private volatile int inside;
    private volatile long keyframes;
    private volatile long bytes;

    SoftwareEncoder(Engines engines, VideoFormat in, EncoderSettings settings, FrameInput out) throws MediaException {
        this.engines = engines;
        this.in = in;
        this.out = out;
        this.settings = settings;
        this.lastIn = in;
        this.lastOut = in.as(Codec.H264);
        this.applied = settings.bitsPerSecond();
        this.engine = engines.open(in, applied);
        this.pool = Pool.ofEncoded(lastOut, POOL_SIZE, Math.max(MIN_CAPACITY, in.width() * in.height()));
    }

    @Override
    public boolean offer(Media media) {
        if (!gate.enter()) {
            return false;
        }
        try {
            return encode(media);
        } finally {
            gate.leave();
        }
    }

    private boolean encode(Media media) {
        Planes picture = broken ? null : planes(media);
        if (picture == null) {
            dropped++;
            return false;
        }
        if (pool.inFlight() == pool.size() || pending.full()) {
            drop(1);
            return false;
        }
        try {
            rate();
        } catch (MediaException e) {
            dropped++;
            fail(e);
            return false;
        }
        picture.prepare();
        long number = pending.add(media, format(media.format()));
        inside = pending.size();
        try {
            engine.send(picture, number, keyframeDue());
            receive();
        } catch (MediaException e) {
            fail(e);
        }
        return true;
    }

    private Planes planes(Media media) {
        if (!(media instanceof Frame frame) || !in.sameShape(frame.format())) {
            complain(media + " is not " + in);
            return null;
        }
        Planes known = planes[frame.index()];
        if (known != null && known.of(frame.memory())) {
            return known;
        }
        try {
            Planes made = new Planes(frame.memory(), in, engines);
            planes[frame.index()] = made;
            return made;
        } catch (IllegalArgumentException e) {
            complain(media + ": " + e.getMessage());
            return null;
        }
    }

    private void complain(String what) {
        if (!complained) {
            complained = true;
            LOG.warn("Pictures dropped: {}", what);
        }
    }

    private VideoFormat format(VideoFormat format) {
        if (format != lastIn) {
            lastIn = format;
            lastOut = format.as(Codec.H264);
        }
        return lastOut;
    }

    private boolean keyframeDue() {
        int interval = settings.keyframeInterval();
        boolean due = interval > 0 && sinceKeyframe >= interval;
        if (keyframeWanted) {
            keyframeWanted = false;
            due = true;
        }
        sinceKeyframe = due ? 1 : sinceKeyframe + 1;
        return due;
    }

    private void drop(int count) {
        dropped += count;
        keyframeWanted = true;
    }

    /** Brings the engine to the rate that is wanted now. */
    private void rate() throws MediaException {
        int wanted = Math.max(EncoderSettings.MIN_BITRATE, Math.min(settings.bitsPerSecond(), limit));
        if (finished || wanted != applied && !engine.bitrate(wanted)) {
            reopen(wanted);
        }
        applied = wanted;
    }

    private void reopen(int bitsPerSecond) throws MediaException {
        flush();
        Engine next = engines.open(in, bitsPerSecond);
        drop(pending.clear());
        engine.close();
        engine = next;
        finished = false;
        keyframeWanted = true;
    }

    /** Passes on what is still inside. */
    private void flush() throws MediaException {
        if (pending.size() > 0 && !finished) {
            finished = engine.finish();
            receive();
        }
    }

    private void receive() throws MediaException {
        while (engine.receive()) {
            pass(engine.number());
        }
        inside = pending.size();
    }

    private void pass(long number) {
        if (!pending.has(number)) {
            return;
        }
        int skipped = pending.remove(number);
        if (skipped > 0) {
            drop(skipped);
        }
        inside = pending.size();
        int size = engine.size();
        EncodedFrame unit = pool.tryTake();
        if (unit == null) {
            drop(1);
            return;
        }
        if (size > unit.data().capacity()) {
            unit.close();
            complain("an access unit of " + size + " bytes is larger than " + unit.data().capacity());
            drop(1);
            return;
        }
        try {
            engine.copyTo(address(unit));
            boolean keyframe = engine.keyframe();
            unit.set(pending.format(number), pending.sequence(number), pending.capture(number), size, keyframe);
            passed++;
            bytes += size;
            if (keyframe) {
                keyframes++;
            }
            if (!gate.closed()) {
                out.offer(unit);
            }
        } finally {
            unit.close();
        }
    }

    private long address(EncodedFrame unit) {
        int index = unit.index();
        if (poolAddresses[index] == 0) {
            poolAddresses[index] = engines.address(unit.data());
        }
        return poolAddresses[index];
    }

    private void fail(MediaException cause) {
        broken = true;
        drop(pending.clear());
        inside = 0;
        if (!gate.closed()) {
            out.failed(cause);
        }
    }

    @Override
    public boolean apply(EncoderSettings newSettings) {
        settings = newSettings;
        return true;
    }

    @Override
    public void requestKeyframe() {
        keyframeWanted = true;
    }

    @Override
    public void limitBitrate(int bitsPerSecond) {
        limit = bitsPerSecond;
    }

    @Override
    public boolean drain(long nanos) {
        if (!gate.enter()) {
            return inside == 0;
        }
        try {
            if (!broken) {
                flush();
            }
        } catch (MediaException e) {
            fail(e);
        } finally {
            gate.leave();
        }
        return inside == 0;
    }

    @Override
    public Stats stats() {
        long finishedPictures = passed + dropped;
        int held = inside;
        return new Stats(finishedPictures + held, passed, dropped, held, keyframes, bytes);
    }

    @Override
    public void close() {
        gate.close();
    }

    private void free() {
        pool.close();
        dropped += pending.clear();
        inside = 0;
        engine.close();
    }
}
