package flathead.api;

import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A picture of a camera, or the two of a stereo pair side by side, as a JPEG that is made when it is first asked for.
 * Holds a copy of its own: nothing has to be given back. Immutable; any thread.
 */
@ProviderType
public interface Snapshot {
    /**
     * What tells this picture from every other one of this server's, also of its earlier runs: letters, digits and
     * hyphens, without quotes. Two snapshots with one tag have the same bytes, so that it may be a strong entity tag
     * (RFC 9110, 8.8.3). Known before anything is encoded.
     */
    String tag();

    /** The source's number of the picture: {@link Media#sequence()}; of a pair {@link StereoPair#sequence()}. */
    long sequence();

    /** When it was captured, on the host's monotonic clock: {@link Media#captureNanos()}; of a pair the left one. */
    long captureNanos();

    /** The same instant on the host's wall clock, as far as that clock is right. */
    Instant captured();

    /** What these times are worth; of a pair the worse of both. */
    TimeQuality timeQuality();

    /** In pixels; of a pair that of both together. */
    int width();

    /** In pixels; of a pair that of the higher one. */
    int height();

    /**
     * The file: baseline JPEG, 4:2:0, full range, BT.601, as JFIF wants it. The first call encodes, which takes
     * milliseconds; others wait for it, and all get the same array, which nobody may change.
     *
     * @throws SnapshotException {@link SnapshotException.Reason#FAILED} if it cannot be encoded
     */
    byte[] jpeg() throws SnapshotException;
}
