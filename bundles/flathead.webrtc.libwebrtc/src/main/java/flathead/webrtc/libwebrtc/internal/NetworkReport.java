package flathead.webrtc.libwebrtc.internal;

import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.RTCStatsType;
import flathead.api.Codec;
import flathead.api.ReceiverStatus;
import flathead.api.Stats;
import java.util.Map;

/**
 * Reads libwebrtc's statistics (W3C webrtc-stats) as counters of ours. What is missing counts as 0, or as unknown.
 *
 * <p>{@code packetsReceived} has retransmissions in it and {@code packetsLost} those that a retransmission made up for;
 * ours have neither.
 * Senders that probe the bandwidth by retransmitting, as libwebrtc does, make {@code retransmitted} exceed the losses.
 */
final class NetworkReport {
    private static final double UNKNOWN = -1;

    private NetworkReport() {
    }

    /** The video stream's counters, or {@code before} if the report knows none. */
    static Stats.Network received(Map<String, RTCStats> report, Stats.Network before) {
        Map<String, Object> inbound = inbound(report);
        if (inbound.isEmpty()) {
            return before;
        }
        long again = number(inbound, "retransmittedPacketsReceived");
        return new Stats.Network(codec(report, inbound, before.codec()),
            Math.max(0, number(inbound, "packetsReceived") - again),
            Math.max(0, number(inbound, "packetsLost") - again), again,
            number(inbound, "pliCount") + number(inbound, "firCount"), number(inbound, "bytesReceived"),
            roundTripMillis(report));
    }

    /**
     * What else the report knows of the video stream, or {@code before} if it knows none: no times of capture, and of
     * packets neither which were missing nor which came late by themselves.
     */
    static ReceiverStatus receiver(Map<String, RTCStats> report, ReceiverStatus before) {
        Map<String, Object> inbound = inbound(report);
        if (inbound.isEmpty()) {
            return before;
        }
        double jitter = inbound.get("jitter") instanceof Number seconds ? seconds.doubleValue() * 1000 : Double.NaN;
        return new ReceiverStatus(ReceiverStatus.Clock.UNKNOWN, jitter, ReceiverStatus.UNKNOWN, ReceiverStatus.UNKNOWN,
            ReceiverStatus.UNKNOWN, ReceiverStatus.UNKNOWN, known(inbound, "packetsDiscarded"),
            known(inbound, "nackCount"), known(inbound, "framesDecoded"), known(inbound, "framesDropped"),
            known(inbound, "freezeCount"));
    }

    /** What the report says of the video stream that comes in; nothing if it knows none. */
    private static Map<String, Object> inbound(Map<String, RTCStats> report) {
        for (RTCStats stats : report.values()) {
            if (stats.getType() == RTCStatsType.INBOUND_RTP && "video".equals(stats.getAttributes().get("kind"))) {
                return stats.getAttributes();
            }
        }
        return Map.of();
    }

    private static long known(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Number number ? number.longValue() : ReceiverStatus.UNKNOWN;
    }

    static Codec codec(Map<String, RTCStats> report, Map<String, Object> stream, Codec before) {
        RTCStats codec = report.get(String.valueOf(stream.get("codecId")));
        if (codec == null) {
            return before;
        }
        String type = String.valueOf(codec.getAttributes().get("mimeType"));
        Codec known = Description.codec(type.substring(type.indexOf('/') + 1));
        return known == null ? before : known;
    }

    static double roundTripMillis(Map<String, RTCStats> report) {
        for (RTCStats stats : report.values()) {
            if (stats.getType() == RTCStatsType.TRANSPORT) {
                RTCStats pair = report.get(String.valueOf(stats.getAttributes().get("selectedCandidatePairId")));
                if (pair != null && pair.getAttributes().get("currentRoundTripTime") instanceof Number seconds) {
                    return seconds.doubleValue() * 1000;
                }
            }
        }
        return UNKNOWN;
    }

    /** What the report says of the one with this id; nothing if it is not in it. */
    static Map<String, Object> attributes(Map<String, RTCStats> report, Object id) {
        RTCStats stats = report.get(String.valueOf(id));
        return stats == null ? Map.of() : stats.getAttributes();
    }

    static long number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
