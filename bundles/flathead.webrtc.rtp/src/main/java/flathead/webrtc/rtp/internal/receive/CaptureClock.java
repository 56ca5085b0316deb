package flathead.webrtc.rtp.internal.receive;

import flathead.api.TimeQuality;

/**
 * How well the times of capture are known.
 *
 * @param quality of the last picture's
 * @param errorMillis by how much they may be wrong at most: half the shortest round trip, and what the clocks may have
 *     drifted since; negative if that is not known
 * @param driftPpm by how much faster the sender's clock runs than ours, in millionths; 0 while it is not known
 */
public record CaptureClock(TimeQuality quality, double errorMillis, double driftPpm) {
}
