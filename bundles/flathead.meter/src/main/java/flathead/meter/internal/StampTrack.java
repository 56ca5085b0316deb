package flathead.meter.internal;

/** Follows the counter in the stamps of one stream. Any thread; allocates nothing but the summary. */
final class StampTrack {
    private static final int NONE = -1;
    private static final int MODULUS = 1 << 16;

    private int camera = NONE;
    private int counter;
    private long read;
    private long skipped;
    private long repeated;
    private long unreadable;

    /** A stamp was read. A counter that runs backwards, or another camera, is a new beginning. */
    synchronized void read(int newCounter, int newCamera) {
        if (camera == newCamera) {
            int step = newCounter - counter & MODULUS - 1;
            if (step == 0) {
                repeated++;
            } else if (step < MODULUS / 2) {
                skipped += step - 1;
            }
        }
        camera = newCamera;
        counter = newCounter;
        read++;
    }

    /**
     * No stamp was read. It counts only in a stream that has stamps.
     *
     * @param possible whether the picture is large enough for one
     */
    synchronized void unreadable(boolean possible) {
        if (possible && camera != NONE) {
            unreadable++;
        }
    }

    /** Pictures missing between those that came. */
    synchronized long skipped() {
        return skipped;
    }

    /** Pictures that came twice in a row. */
    synchronized long repeated() {
        return repeated;
    }

    /** Pictures whose stamp was damaged. */
    synchronized long unreadable() {
        return unreadable;
    }

    /** For the end of a line in a log; empty if there were no stamps. */
    synchronized String summary() {
        return read == 0 ? ", no stamps"
            : "; by their stamps " + skipped + " skipped, " + repeated + " repeated, " + unreadable + " unreadable";
    }
}
