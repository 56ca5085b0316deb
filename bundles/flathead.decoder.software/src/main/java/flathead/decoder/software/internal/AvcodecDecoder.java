package flathead.decoder.software.internal;

import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.Frame;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import flathead.api.Stats;
import flathead.api.VideoDecoder;
import flathead.api.VideoFormat;
import flathead.gate.Gate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open decoder, which decodes within {@code offer}. After a picture that is not whole it decodes nothing up to the
 * next keyframe: libavcodec would go on and show what it made up.
 */
final class AvcodecDecoder implements VideoDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(AvcodecDecoder.class);
    private static final int SMALLEST = 16;

    private final FrameInput out;
    private final Feedback upstream;
    private final Units units = new Units();
    private final Pictures pictures = new Pictures();
    private final Inputs inputs = new Inputs();
    private final FrameNumbers numbers = new FrameNumbers();
    private final Gate gate = new Gate(this::free);

    private Avcodec codec = new Avcodec();
    private boolean fresh = true;
    /** Nothing can be decoded before a keyframe. */
    private boolean broken = true;
    private boolean complained;

    // written by the decoding thread only
    private volatile long in;
    private volatile long passed;
    private volatile int inside;

    AvcodecDecoder(FrameInput out, Feedback upstream) throws MediaException {
        this.out = out;
        this.upstream = upstream;
    }

    @Override
    public boolean offer(Media media) {
        if (!gate.enter()) {
            return false;
        }
        try {
            return decode((EncodedFrame) media);
        } finally {
            gate.leave();
        }
    }

    private boolean decode(EncodedFrame unit) {
        in++;
        if (unit.keyframe() && (broken || units.size() > 0) && !restart()) {
            return false;
        }
        if (broken) {
            upstream.requestKeyframe();
            return false;
        }
        if (!numbers.follows(unit)) {
            giveUp();
            return false;
        }
        fresh = false;
        long before = passed;
        long number = units.add(unit);
        boolean good = codec.send(inputs.address(unit), unit.size(), number) && receive();
        if (!good || units.size() == Units.MOST) {
            giveUp();
        }
        inside = units.size();
        return passed > before || inside > 0;
    }

    /** What is inside comes out; then it decodes anew, with nothing left of what bad input may have set. */
    private boolean restart() {
        if (!broken) {
            codec.end();
            receive();
        }
        units.clear();
        try {
            if (!fresh) {
                Avcodec next = new Avcodec();
                codec.close();
                codec = next;
            }
            broken = false;
        } catch (MediaException e) {
            broken = true;
            if (!gate.closed()) {
                out.failed(e);
            }
        }
        return !broken;
    }

    private void giveUp() {
        units.clear();
        inside = 0;
        broken = true;
        upstream.requestKeyframe();
    }

    /** Passes on what comes out; false if anything of it is not whole. */
    private boolean receive() {
        while (true) {
            switch (codec.receive()) {
                case NONE:
                    return true;
                case BAD:
                    return false;
                default:
                    if (!pass()) {
                        return false;
                    }
            }
        }
    }

    private boolean pass() {
        EncodedFrame unit = units.take(codec.number());
        if (unit == null) {
            return true; // a second field, or what libavcodec repeats
        }
        try (unit) {
            int width = codec.width() & ~1;
            int height = codec.height() & ~1;
            if (Math.min(width, height) < SMALLEST || Math.max(width, height) > VideoFormat.MAX_SIDE) {
                complain(width, height);
                return false;
            }
            Frame frame = pictures.tryTake(width, height, unit.format().fps());
            if (frame == null) {
                return true;
            }
            try (frame) {
                codec.copyTo(frame, pictures.addresses(frame));
                frame.set(unit);
                inside = units.size();
                passed++;
                if (!gate.closed()) {
                    out.offer(frame);
                }
            }
        }
        return true;
    }

    private void complain(int width, int height) {
        if (!complained) {
            complained = true;
            LOG.warn("Pictures of {}x{} cannot be shown; they need {} to {} pixels on each side", width, height,
                SMALLEST, VideoFormat.MAX_SIDE);
        }
    }

    @Override
    public boolean drain(long nanos) {
        if (!gate.enter()) {
            return inside == 0;
        }
        try {
            if (!broken && units.size() > 0) {
                codec.end();
                receive();
                units.clear();
                broken = true;
            }
            inside = 0;
        } finally {
            gate.leave();
        }
        return true;
    }

    @Override
    public Stats stats() {
        int held = inside;
        long out = passed;
        long taken = Math.max(in, out + held);
        return new Stats(taken, out, taken - out - held, held, 0, 0);
    }

    @Override
    public void close() {
        gate.close();
    }

    private void free() {
        pictures.close();
        units.clear();
        inside = 0;
        codec.close();
    }
}
