package flathead.stereo.internal;

import flathead.api.Media;
import flathead.api.Stats;
import flathead.api.VideoSink;

/** The way in for a stream that is neither eye. */
final class Unpaired implements VideoSink.Outlet {
    @Override
    public boolean offer(Media media) {
        return false;
    }

    @Override
    public Stats stats() {
        return Stats.NONE;
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
