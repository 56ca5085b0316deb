package flathead.webrtc.rtp.internal.receive;

import flathead.api.Codec;
import flathead.api.EncodedFrame;
import flathead.api.Pool;
import flathead.api.VideoFormat;

/**
 * The pictures handed out: a new pool whenever a keyframe has another size, and a roomier one when an access unit does
 * not fit, since few are anywhere near the largest. A pool that is left behind lives as long as somebody holds one of
 * its pictures.
 */
final class PicturePool {
    /** What waits for a decoder and in a recorder's queue, and some; what a stream began with is mostly among these. */
    static final int PICTURES = 32;
    private static final int LEAST_BYTES = 64 * 1024;
    private static final int MOST_BYTES = 4 << 20;

    private VideoFormat format;
    private Pool<EncodedFrame> pool;
    private int capacity;
    private int most;
    private boolean unusable;

    /** The pictures are of this size from now on. */
    void size(SequenceParameterSet set, int fps) {
        if (format != null && format.width() == set.width() && format.height() == set.height()) {
            if (fps != format.fps()) {
                format = new VideoFormat(Codec.H264, set.width(), set.height(), fps);
            }
            return;
        }
        close();
        format = null;
        try {
            format = new VideoFormat(Codec.H264, set.width(), set.height(), fps);
            int samples = set.width() * set.height();
            most = Math.max(2 * LEAST_BYTES, Math.min(MOST_BYTES, samples));
            room(Math.max(LEAST_BYTES, Math.min(MOST_BYTES, samples / 4)));
            unusable = false;
        } catch (IllegalArgumentException e) {
            // A size that no part of Flathead can carry.
            unusable = true;
        }
    }

    private void room(int bytes) {
        capacity = bytes;
        pool = Pool.ofEncoded(format, PICTURES, bytes);
    }

    /** Whether pictures of the present size cannot be carried. */
    boolean unusable() {
        return unusable;
    }

    /** What the pictures are; null before the first keyframe. */
    VideoFormat format() {
        return format;
    }

    /** A picture with room for so many bytes, held by the caller; null if none is free or none may have such room. */
    EncodedFrame take(int bytes) {
        if (pool == null || bytes > most) {
            return null;
        }
        if (bytes > capacity) {
            pool.close();
            room(Math.min(most, Math.max(bytes, 2 * capacity)));
        }
        return pool.tryTake();
    }

    int inFlight() {
        return pool == null ? 0 : pool.inFlight();
    }

    /** Hands out nothing more. */
    void close() {
        if (pool != null) {
            pool.close();
            pool = null;
        }
    }
}
