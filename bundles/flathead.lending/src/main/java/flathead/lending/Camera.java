package flathead.lending;

import flathead.api.Frame;
import java.util.ArrayList;
import java.util.List;

/** The streams that go by one name, of which one is taken. Its monitor guards it and the taker's calls. */
final class Camera<T> {
    private final Cameras.Taker<T> taker;
    private final T kept;
    private final List<CameraOutlet<T>> open = new ArrayList<>();
    private CameraOutlet<T> current;
    private boolean wanted;

    Camera(Cameras.Taker<T> taker, T kept) {
        this.taker = taker;
        this.kept = kept;
    }

    T kept() {
        return kept;
    }

    synchronized void opened(CameraOutlet<T> outlet) {
        open.add(outlet);
        outlet.want(false);
        choose();
    }

    /** Answers whether that was the last. */
    synchronized boolean closed(CameraOutlet<T> outlet) {
        open.remove(outlet);
        choose();
        return open.isEmpty();
    }

    /** Asks anew whether pictures are wanted. */
    synchronized void ask() {
        boolean now = taker.wants(kept);
        if (now != wanted) {
            wanted = now;
            if (current != null) {
                current.want(now);
            }
        }
    }

    private void choose() {
        CameraOutlet<T> best = null;
        for (CameraOutlet<T> each : open) {
            best = best == null || each.isLocal() || !best.isLocal() ? each : best;
        }
        if (best != current) {
            if (current != null && open.contains(current)) {
                current.want(false);
            }
            current = best;
            wanted = taker.wants(kept);
            if (best != null) {
                best.want(wanted);
            }
        }
    }

    synchronized boolean comes(CameraOutlet<T> outlet, Frame frame) {
        if (outlet != current || !wanted) {
            return false;
        }
        taker.picture(kept, outlet.stream(), frame);
        return true;
    }
}
