package flathead.stereo.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of the streams that go by one name is the eye now: a camera of this runtime before one from elsewhere, and of
 * those the one that was opened last, as a stream that reconnects has its old session still open for a while.
 */
final class Eye {
    private final Pairing pairing;
    private final int side;
    private final List<StereoOutlet> open = new ArrayList<>();
    private StereoOutlet current;

    Eye(Pairing pairing, int side) {
        this.pairing = pairing;
        this.side = side;
    }

    synchronized void opened(StereoOutlet outlet) {
        open.add(outlet);
        choose();
    }

    synchronized void closed(StereoOutlet outlet) {
        open.remove(outlet);
        choose();
    }

    private void choose() {
        StereoOutlet best = null;
        for (StereoOutlet each : open) {
            best = best == null || each.isCamera() || !best.isCamera() ? each : best;
        }
        if (best != current) {
            current = best;
            pairing.restarts(side, best);
        }
    }
}
