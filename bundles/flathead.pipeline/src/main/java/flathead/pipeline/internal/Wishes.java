package flathead.pipeline.internal;

import flathead.api.EncoderSettings;
import flathead.api.Feedback;
import java.util.List;

/** How the wishes of several sinks become one. */
final class Wishes {
    /** Keyframe wishes closer than this are one. */
    static final long KEYFRAME_NANOS = 200_000_000L;

    private Wishes() {
    }

    /**
     * The rate that the encoder must stay below. The robot's link and the recorder rule, then programs; a slow viewer
     * is left to its own drops, unless only viewers are there.
     */
    static int limit(List<Lane> wanting) {
        int tier = wanting.stream().mapToInt(Lane::tier).min().orElse(0);
        int limit = Feedback.UNLIMITED;
        for (Lane lane : wanting) {
            if (lane.tier() == tier) {
                limit = Math.min(limit, lane.limit());
            }
        }
        return limit == Feedback.UNLIMITED ? limit : Math.max(EncoderSettings.MIN_BITRATE, limit);
    }

    /** The first text that says something; empty if none does. */
    static String first(String... texts) {
        for (String text : texts) {
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }
}
