package flathead.pipeline.internal;

import flathead.api.EncodedFrame;
import flathead.api.FrameInput;
import flathead.api.Media;
import flathead.api.MediaException;
import java.util.function.Consumer;

/**
 * The pictures inside one open coder: each input is kept until its output appears, so that a crash or a hang loses
 * none of them. It stands between the coder and the tap as the coder's output.
 *
 * <p>{@code put} is called by the coder's feeding thread, {@code offer} by its output thread (perhaps the same),
 * {@code cutOff} by whoever takes over.
 */
final class Inside implements FrameInput {
    /** More than any coder holds; one that fills it has stopped making pictures. */
    static final int CAPACITY = 16;

    private final FrameInput out;
    private final Consumer<MediaException> failure;
    private final Runnable sign;
    private final Runnable lost;
    private final Media[] frames = new Media[CAPACITY];
    private int first;
    private volatile int count;
    private boolean cut;
    private boolean emitting;
    private boolean keyframeSeen;

    /**
     * @param sign told by the coder's output thread of everything it makes; cheap
     * @param lost told of each input that never came out though a later one did; cheap
     */
    Inside(FrameInput out, Consumer<MediaException> failure, Runnable sign, Runnable lost) {
        this.out = out;
        this.failure = failure;
        this.sign = sign;
        this.lost = lost;
    }

    /** Keeps an input; the reference passes to this. False if there is no room, or it was cut off. */
    synchronized boolean put(Media frame) {
        if (cut || count == CAPACITY) {
            return false;
        }
        frames[(first + count) % CAPACITY] = frame;
        count++;
        return true;
    }

    /** Takes the last input back out: the coder did not want it. The reference passes to the caller. */
    synchronized Media takeBack() {
        if (cut || count == 0) {
            return null;
        }
        count--;
        int last = (first + count) % CAPACITY;
        Media frame = frames[last];
        frames[last] = null;
        return frame;
    }

    /** How many there are; never waits. */
    int count() {
        return count;
    }

    /** The coder lives, though it may make nothing for now. */
    void alive() {
        sign.run();
    }

    @Override
    public boolean offer(Media media) {
        synchronized (this) {
            if (cut) {
                return false;
            }
            emitting = true;
        }
        try {
            sign.run();
            release(media);
            if (!keyframeSeen) {
                keyframeSeen = !(media instanceof EncodedFrame unit) || unit.keyframe();
            }
            return keyframeSeen && out.offer(media);
        } finally {
            synchronized (this) {
                emitting = false;
                notifyAll();
            }
        }
    }

    /** Gives back the input that this output was made of, and any before it. */
    private void release(Media output) {
        while (true) {
            Media frame;
            boolean match;
            synchronized (this) {
                if (count == 0) {
                    return;
                }
                frame = frames[first];
                match = frame.sequence() == output.sequence() && frame.captureNanos() == output.captureNanos();
                frames[first] = null;
                first = (first + 1) % CAPACITY;
                count--;
            }
            frame.close();
            if (match) {
                return;
            }
            lost.run();
        }
    }

    @Override
    public void failed(MediaException cause) {
        synchronized (this) {
            if (cut) {
                return;
            }
        }
        failure.accept(cause);
    }

    /**
     * Lets nothing through any more, waits until what is just passing has passed, and hands over the inputs that have
     * not come out, oldest first, with their references.
     */
    synchronized Media[] cutOff() {
        cut = true;
        boolean interrupted = false;
        while (emitting) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Media[] left = new Media[count];
        for (int i = 0; i < left.length; i++) {
            left[i] = frames[(first + i) % CAPACITY];
            frames[(first + i) % CAPACITY] = null;
        }
        count = 0;
        return left;
    }
}
