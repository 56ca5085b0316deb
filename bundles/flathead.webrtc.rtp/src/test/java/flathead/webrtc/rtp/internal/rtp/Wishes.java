package flathead.webrtc.rtp.internal.rtp;

import flathead.api.Feedback;
import java.util.ArrayList;
import java.util.List;

/** Remembers what was wished. */
final class Wishes implements Feedback {
    final List<Integer> bitrates = new ArrayList<>();
    int keyframes;

    @Override
    public void requestKeyframe() {
        keyframes++;
    }

    @Override
    public void limitBitrate(int bitsPerSecond) {
        bitrates.add(bitsPerSecond);
    }
}
