package flathead.webrtc.libwebrtc.internal;

import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.RTCStatsType;
import flathead.api.Codec;
import flathead.api.Stats;
import java.util.Map;

/**
 * What libwebrtc's statistics (W3C webrtc-stats) say of a stream that is sent.
 *
 * @param network its packets, and what the receiver reports of them
 * @param keyframes that were encoded
 * @param leftOut pictures that were put in and not encoded, those included that were just being encoded
 */
record SendReport(Stats.Network network, long keyframes, long leftOut) {
    /** Nothing was reported; VP8 is what is offered first. */
    static final SendReport NONE = new SendReport(new Stats.Network(Codec.VP8, 0, 0, 0, 0, 0, -1), 0, 0);

    /** The video stream's counters, or {@code before} if the report knows none. */
    static SendReport read(Map<String, RTCStats> report, SendReport before) {
        for (RTCStats stats : report.values()) {
            Map<String, Object> sent = stats.getAttributes();
            if (stats.getType() == RTCStatsType.OUTBOUND_RTP && "video".equals(sent.get("kind"))) {
                return read(report, sent, before);
            }
        }
        return before;
    }

    private static SendReport read(Map<String, RTCStats> report, Map<String, Object> sent, SendReport before) {
        long again = NetworkReport.number(sent, "retransmittedPacketsSent");
        Map<String, Object> received = NetworkReport.attributes(report, sent.get("remoteId"));
        Map<String, Object> source = NetworkReport.attributes(report, sent.get("mediaSourceId"));
        Stats.Network network = new Stats.Network(
            NetworkReport.codec(report, sent, before.network.codec()),
            Math.max(0, NetworkReport.number(sent, "packetsSent") - again),
            Math.max(0, NetworkReport.number(received, "packetsLost")), again,
            NetworkReport.number(sent, "pliCount") + NetworkReport.number(sent, "firCount"),
            NetworkReport.number(sent, "bytesSent"), NetworkReport.roundTripMillis(report));
        return new SendReport(network, NetworkReport.number(sent, "keyFramesEncoded"),
            Math.max(0, NetworkReport.number(source, "frames") - NetworkReport.number(sent, "framesEncoded")));
    }
}
