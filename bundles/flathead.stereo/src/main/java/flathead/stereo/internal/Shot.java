package flathead.stereo.internal;

import flathead.api.Media;
import flathead.api.TimeQuality;

/** What a pairing knows of a picture; perhaps it holds it. Made once and filled again and again. */
final class Shot {

    String client = "";
    long clock;
    long senderNanos;
    long captureNanos;
    TimeQuality quality = TimeQuality.ARRIVAL;
    Media picture;

    /** @param keep whether the picture is held until {@link #clear} */
    void set(String from, Media media, boolean keep) {
        client = from;
        clock = media.senderClock();
        senderNanos = media.senderNanos();
        captureNanos = media.captureNanos();
        quality = media.timeQuality();
        if (keep) {
            media.retain();
            picture = media;
        }
    }

    void clear() {
        Media held = picture;
        picture = null;
        if (held != null) {
            held.close();
        }
    }

    /** Whether one clock stamped both: that of this host, of one source of media, or of one client. */
    boolean sameClock(Shot other) {
        return clock == other.clock || clock != 0 && other.clock != 0 && !client.isEmpty()
            && client.equals(other.client);
    }

    /** How much later than the other one it was captured, in nanoseconds. */
    long since(Shot other) {
        return sameClock(other) ? senderNanos - other.senderNanos : captureNanos - other.captureNanos;
    }
}
