package flathead.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The newest picture of a camera or a stereo pair, as an OSGi service of a runtime that receives streams. Pictures are
 * decoded from the first request on and for some time after the last ({@code keep} of PID {@code flathead.snapshot}),
 * so that nothing is decoded where nobody looks. The first request after a pause therefore waits, for a keyframe that
 * it asks the sender for; those that follow find a picture at hand.
 *
 * <p>Any thread but those of the media path. Each call may take as long as {@code patience} of that PID, and seldom
 * takes more than milliseconds. Requests for the same picture share one {@link Snapshot}, so that it is encoded once.
 */
@ProviderType
public interface Snapshots {
    /**
     * The newest decoded picture of a stream from elsewhere.
     *
     * @param name its {@link StreamId#name()}: {@code left}
     * @throws SnapshotException why there is none
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    Snapshot camera(String name) throws SnapshotException, InterruptedException;

    /**
     * The newest pair, the left picture on the left; where their heights differ, what remains is black.
     *
     * @param pair its {@link StereoPair#name()}: {@code main}, of {@code flathead.stereo~main}
     * @throws SnapshotException why there is none
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    Snapshot stereo(String pair) throws SnapshotException, InterruptedException;
}
