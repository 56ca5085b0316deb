package flathead.snapshot.internal;

import flathead.api.SnapshotException;
import java.util.concurrent.Semaphore;

/** Who waits for a picture, which only so many may: each keeps a thread. Any thread. */
final class Waiting {
    static final int MOST = 16;

    private final Semaphore places = new Semaphore(MOST);

    Shot next(Newest newest, SnapshotSettings settings) throws SnapshotException, InterruptedException {
        if (newest.ready()) {
            return newest.next(settings.patience(), settings.quality());
        }
        if (!places.tryAcquire()) {
            throw new SnapshotException(SnapshotException.Reason.BUSY, MOST + " requests wait for a picture already");
        }
        try {
            return newest.next(settings.patience(), settings.quality());
        } finally {
            places.release();
        }
    }
}
