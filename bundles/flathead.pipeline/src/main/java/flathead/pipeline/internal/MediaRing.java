package flathead.pipeline.internal;

import flathead.api.Media;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** A bounded queue of pictures between one thread that puts and one that polls; holds a reference to each. */
final class MediaRing {
    private final AtomicReferenceArray<Media> slots;
    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();

    MediaRing(int capacity) {
        slots = new AtomicReferenceArray<>(capacity);
    }

    /** Retains the picture and queues it; false, and nothing is retained, if there is no room. */
    boolean put(Media media) {
        long at = tail.get();
        if (at - head.get() >= slots.length()) {
            return false;
        }
        media.retain();
        slots.setPlain((int) (at % slots.length()), media);
        tail.setRelease(at + 1);
        return true;
    }

    /** The oldest picture, with the queue's reference to it; null if there is none. */
    Media poll() {
        long at = head.get();
        if (at == tail.getAcquire()) {
            return null;
        }
        int index = (int) (at % slots.length());
        Media media = slots.getPlain(index);
        slots.setPlain(index, null);
        head.setRelease(at + 1);
        return media;
    }

    int size() {
        return (int) (tail.get() - head.get());
    }

    /** Gives every picture back; by the thread that polls. */
    void clear() {
        for (Media media = poll(); media != null; media = poll()) {
            media.close();
        }
    }
}
