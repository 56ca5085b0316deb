package flathead.rest.internal;

import flathead.api.Snapshot;
import flathead.api.SnapshotException;
import flathead.api.Snapshots;
import flathead.api.StereoStatus;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/** The newest picture of a camera or a pair, as JPEG. */
final class Pictures {
    private static final String JPEG = "image/jpeg";
    private static final String MAIN = "main";
    /** Each may wait for a picture, with a thread of the server's. */
    private static final int MOST_AT_ONCE = 16;

    private final Services services;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);

    /** Which picture is asked for. */
    private interface Choice {
        Snapshot of(Snapshots snapshots) throws SnapshotException, InterruptedException;
    }

    Pictures(Services services) {
        this.services = services;
    }

    Answer camera(Call call, List<String> names) throws Problem, InterruptedException {
        return picture(call, snapshots -> snapshots.camera(names.get(0)));
    }

    Answer pair(Call call, List<String> names) throws Problem, InterruptedException {
        return picture(call, snapshots -> snapshots.stereo(names.get(0)));
    }

    /** That of {@code main}, or else of the first. */
    Answer firstPair(Call call, List<String> names) throws Problem, InterruptedException {
        List<String> pairs = services.pairs().stream().map(StereoStatus::name).sorted().toList();
        String chosen = pairs.isEmpty() || pairs.contains(MAIN) ? MAIN : pairs.get(0);
        return picture(call, snapshots -> snapshots.stereo(chosen));
    }

    private Answer picture(Call call, Choice choice) throws Problem, InterruptedException {
        call.accepts(JPEG);
        Snapshots snapshots = services.snapshots();
        if (snapshots == null) {
            throw new Problem(Problem.UNAVAILABLE, "pictures are made by the bundle flathead.snapshot, which does not"
                + " run here");
        }
        if (!room.tryAcquire()) {
            throw later(MOST_AT_ONCE + " wait for a picture already; no more may at once");
        }
        try {
            return answer(call, choice.of(snapshots));
        } catch (SnapshotException e) {
            throw switch (e.reason()) {
                case UNKNOWN -> new Problem(Problem.NOT_FOUND, e.getMessage());
                case NO_PICTURE, BUSY -> later(e.getMessage());
                case FAILED -> new Problem(Problem.INTERNAL, e.getMessage());
            };
        } finally {
            room.release();
        }
    }

    private static Problem later(String why) {
        return new Problem(Problem.UNAVAILABLE, why).with("Retry-After", "1");
    }

    /** May be kept, but is asked for each time: there is a newer one in a moment. */
    private static Answer answer(Call call, Snapshot picture) throws SnapshotException {
        String tag = '"' + picture.tag() + '"';
        Answer answer = call.has(tag) ? Answer.empty(Answer.NOT_MODIFIED)
            : Answer.of(Answer.OK, JPEG, Answer.Body.of(picture.jpeg()));
        return answer.with("ETag", tag)
            .with("Cache-Control", "private, no-cache")
            .with("Flathead-Captured", picture.captured())
            .with("Flathead-Time-Quality", picture.timeQuality().name().toLowerCase(Locale.ROOT))
            .with("Flathead-Sequence", picture.sequence());
    }
}
