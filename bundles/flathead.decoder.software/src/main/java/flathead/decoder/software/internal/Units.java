package flathead.decoder.software.internal;

import flathead.api.EncodedFrame;

/**
 * The access units inside the decoder, each under a number, oldest first: so every picture is known by its own. Holds a
 * reference to each. Not thread-safe.
 */
final class Units {
    /** More than a decoder that is told to hold nothing back may hold. */
    static final int MOST = 16;

    private final EncodedFrame[] units = new EncodedFrame[MOST];
    private long first;
    private long next;

    /** Keeps one; answers its number. There must be room. */
    long add(EncodedFrame unit) {
        unit.retain();
        units[(int) (next % MOST)] = unit;
        return next++;
    }

    int size() {
        return (int) (next - first);
    }

    /**
     * Takes one out, with its reference, and gives up those before it.
     *
     * @return null if it is not here
     */
    EncodedFrame take(long number) {
        if (number < first || number >= next) {
            return null;
        }
        while (first < number) {
            poll().close();
        }
        return poll();
    }

    private EncodedFrame poll() {
        int index = (int) (first++ % MOST);
        EncodedFrame unit = units[index];
        units[index] = null;
        return unit;
    }

    void clear() {
        while (size() > 0) {
            poll().close();
        }
    }
}
