package flathead.webrtc.libwebrtc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.RTCStatsType;
import flathead.api.Codec;
import flathead.api.ReceiverStatus;
import flathead.api.Stats;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkReportTest {
    private static final Stats.Network BEFORE = new Stats.Network(Codec.VP8, 1, 2, 3, 4, 5, 6);

    private final Map<String, RTCStats> report = new LinkedHashMap<>();

    private void add(RTCStatsType type, String id, Map<String, Object> attributes) {
        report.put(id, new RTCStats(0, type, id, attributes) { });
    }

    @Test
    void readsTheVideoStream() {
        add(RTCStatsType.INBOUND_RTP, "A", Map.of("kind", "audio", "packetsReceived", 9L));
        add(RTCStatsType.INBOUND_RTP, "V", Map.of("kind", "video", "codecId", "C", "packetsReceived", 1040L,
            "packetsLost", 44, "retransmittedPacketsReceived", new BigInteger("40"), "pliCount", 2L, "firCount", 1L,
            "bytesReceived", new BigInteger("123456789012")));
        add(RTCStatsType.CODEC, "C", Map.of("mimeType", "video/H264"));
        add(RTCStatsType.TRANSPORT, "T", Map.of("selectedCandidatePairId", "P"));
        add(RTCStatsType.CANDIDATE_PAIR, "Q", Map.of("currentRoundTripTime", 9.0));
        add(RTCStatsType.CANDIDATE_PAIR, "P", Map.of("currentRoundTripTime", 0.0125));
        assertEquals(new Stats.Network(Codec.H264, 1000, 4, 40, 3, 123456789012L, 12.5),
            NetworkReport.received(report, BEFORE));
    }

    @Test
    void whatIsMissingIsZeroOrUnknown() {
        add(RTCStatsType.INBOUND_RTP, "V", Map.of("kind", "video"));
        assertEquals(new Stats.Network(Codec.VP8, 0, 0, 0, 0, 0, -1), NetworkReport.received(report, BEFORE));
    }

    @Test
    void readsWhatElseIsKnownOfTheReception() {
        assertNull(NetworkReport.receiver(report, null));
        add(RTCStatsType.INBOUND_RTP, "V", Map.of("kind", "video", "jitter", 0.0015, "packetsDiscarded", 3L,
            "nackCount", 7L, "framesDecoded", 900L, "framesDropped", 2L, "freezeCount", 1L));
        assertEquals(new ReceiverStatus(ReceiverStatus.Clock.UNKNOWN, 1.5, -1, -1, -1, -1, 3, 7, 900, 2, 1),
            NetworkReport.receiver(report, null));
        add(RTCStatsType.INBOUND_RTP, "V", Map.of("kind", "video"));
        assertEquals(ReceiverStatus.UNKNOWN, NetworkReport.receiver(report, null).freezes());
    }

    @Test
    void lossIsNeverNegative() {
        add(RTCStatsType.INBOUND_RTP, "V", Map.of("kind", "video", "packetsLost", -3));
        assertEquals(0, NetworkReport.received(report, BEFORE).lost());
    }

    @Test
    void withoutAVideoStreamNothingChanges() {
        add(RTCStatsType.TRANSPORT, "T", Map.of());
        assertSame(BEFORE, NetworkReport.received(report, BEFORE));
    }
}
