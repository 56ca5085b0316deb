package flathead.webrtc.rtp.internal;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.Feedback;
import flathead.api.FrameInput;
import flathead.api.MediaException;
import flathead.api.ReceiverStatus;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.VideoSource;
import java.util.List;

/** The remote side's video as a source of access units. It may be opened before any is there. Any thread. */
final class RemoteVideo implements VideoSource {
    private static final List<Codec> CODECS = List.of(Codec.H264);

    private final StreamId id;
    private final Wishing peer;
    private final Beginning beginning = new Beginning();
    private volatile Tap tap;
    /** Guarded by this. */
    private boolean ended;

    /** What a source needs of its peer. Any thread, cheap. */
    interface Wishing extends Feedback {
        /** What was received. */
        Stats.Network network();

        /** What else is known of the reception; null before it begins. */
        ReceiverStatus receiver();

        /** Whether the caller is the thread that pictures come by. */
        boolean onPictureThread();
    }

    RemoteVideo(StreamId id, Wishing peer) {
        this.id = id;
        this.peer = peer;
    }

    @Override
    public StreamId id() {
        return id;
    }

    @Override
    public List<Codec> codecs() {
        return CODECS;
    }

    @Override
    public SourceLink open(Codec codec, FrameInput out) throws MediaException {
        if (codec != Codec.H264) {
            throw new MediaException(id + ": the rtp stack hands out " + CODECS + ", not " + codec);
        }
        synchronized (this) {
            if (ended) {
                throw new MediaException(id + ": the peer is closed");
            }
            if (tap != null) {
                throw new MediaException(id + ": its " + codec + " is open already");
            }
            tap = new Tap(out);
            if (!beginning.isShort()) {
                peer.requestKeyframe();
            }
            return tap;
        }
    }

    /** A picture came. The transport's thread. */
    void offer(EncodedFrame frame) {
        Tap now = tap;
        if (now == null) {
            beginning.keep(frame);
            return;
        }
        int due = beginning.follow(frame);
        if (due == 0) {
            if (!now.take(frame) && now.isUnheard()) {
                beginning.keep(frame);
            }
            return;
        }
        while (due > 0 && handOver(now)) {
            due--;
        }
    }

    /** Hands over the next of the beginning; false if there is none, or nobody takes it yet. */
    private boolean handOver(Tap now) {
        try (EncodedFrame early = beginning.next()) {
            if (early == null || !now.take(early) && now.isUnheard()) {
                return false;
            }
            beginning.handedOver(early);
            return true;
        }
    }

    /** No picture comes any more. */
    void end(MediaException why) {
        Tap last;
        beginning.end();
        synchronized (this) {
            ended = true;
            last = tap;
        }
        if (last != null) {
            last.ended(why);
        }
    }

    /** Hands pictures to one input: whole, from a keyframe on. */
    private final class Tap implements SourceLink {
        private final FrameInput out;
        private volatile boolean open = true;
        private volatile boolean paused;
        /** Guarded by this. */
        private boolean inside;
        private boolean failed;
        /** The transport's thread only. */
        private boolean keyframeNeeded = true;
        private volatile long in;
        private volatile long passed;
        private volatile long keyframes;
        private volatile long bytes;

        Tap(FrameInput out) {
            this.out = out;
        }

        /** Whether nothing was taken yet: where the way behind is still being laid, pictures find nobody. */
        boolean isUnheard() {
            return open && passed == 0;
        }

        /** Whether the picture was taken. */
        boolean take(EncodedFrame frame) {
            if (paused) {
                keyframeNeeded = true;
                return false;
            }
            if (!enter()) {
                return false;
            }
            try {
                keyframeNeeded &= !frame.keyframe();
                boolean taken = !keyframeNeeded && out.offer(frame);
                if (taken || passed > 0) {
                    in++;
                }
                if (taken) {
                    passed++;
                    keyframes += frame.keyframe() ? 1 : 0;
                    bytes += frame.size();
                }
                return taken;
            } finally {
                leave();
            }
        }

        private synchronized boolean enter() {
            inside = open && !failed;
            return inside;
        }

        private synchronized void leave() {
            inside = false;
            notifyAll();
        }

        void ended(MediaException why) {
            synchronized (this) {
                if (!open || failed) {
                    return;
                }
                failed = true;
            }
            out.failed(why);
        }

        @Override
        public void requestKeyframe() {
            peer.requestKeyframe();
        }

        @Override
        public void limitBitrate(int bitsPerSecond) {
            boolean nothing = bitsPerSecond == NOTHING;
            boolean resumes = paused && !nothing;
            paused = nothing;
            if (!nothing) {
                peer.limitBitrate(bitsPerSecond);
            }
            if (resumes) {
                peer.requestKeyframe();
            }
        }

        @Override
        public Stats stats() {
            long taken = in;
            return new Stats(taken, passed, taken - passed, 0, keyframes, bytes, peer.network(), null);
        }

        @Override
        public ReceiverStatus receiver() {
            return peer.receiver();
        }

        @Override
        public void close() {
            synchronized (this) {
                open = false;
                boolean interrupted = false;
                while (inside && !peer.onPictureThread()) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
            synchronized (RemoteVideo.this) {
                if (tap == this) {
                    tap = null;
                    beginning.end();
                }
            }
        }
    }
}
