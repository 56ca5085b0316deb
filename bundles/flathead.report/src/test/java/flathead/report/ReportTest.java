package flathead.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.ReceiverStatus;
import flathead.api.Stats;
import flathead.api.StereoStatus;
import flathead.api.StreamId;
import flathead.api.StreamStatus;
import flathead.api.TimeQuality;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Instant STARTED = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Stats.Network NETWORK = new Stats.Network(Codec.H264, 1000, 7, 9, 2, 1_234_567, 0.5);
    private static final Stats.Latency LATENCY = new Stats.Latency(1.504999, 2, 3.14159, 60);
    private static final ReceiverStatus RECEIVER = new ReceiverStatus(new ReceiverStatus.Clock(TimeQuality.CAPTURE,
        -0.0123, 0.0567, Double.NaN), 1.2345, 20, 12, 3, 4, 5, 6, 299, 1, 0);

    private static StreamStatus status(String name, Stats captured, StreamStatus.Outlet... outlets) {
        return status(name, captured, null, outlets);
    }

    private static StreamStatus status(String name, Stats captured, ReceiverStatus receiver,
            StreamStatus.Outlet... outlets) {
        return new StreamStatus(new StreamId(name, "client-" + name, "left", 3), StreamStatus.State.STREAMING, "",
            "remote", "", "avcodec", Codec.H264, 640, 480, 29.97002, 1_499_000, captured, Stats.NONE,
            new Stats(299, 298, 1, 0, 0, 0), List.of(outlets), receiver);
    }

    private static JsonObject one(StreamStatus status) {
        return Report.of("1", STARTED, STARTED, List.of(status)).getJsonArray("streams").getJsonObject(0);
    }

    @Test
    void tellsOfTheRuntime() {
        JsonObject report = Report.of("0.1.0", STARTED, STARTED.plusMillis(61_999), List.of());
        assertEquals("{\"name\":\"flathead\",\"version\":\"0.1.0\",\"startedAt\":\"2026-01-02T03:04:05Z\","
            + "\"uptimeSeconds\":61,\"streams\":[]}", report.toString());
    }

    @Test
    void tellsOfARemoteStream() {
        Stats captured = new Stats(300, 299, 1, 2, 5, 1000, NETWORK, null);
        Stats seen = new Stats(299, 299, 0, 0, 0, 0, null, LATENCY, new Stats.Latency(2, 3, 4, 61));
        JsonObject stream = one(status("left", captured, RECEIVER,
            new StreamStatus.Outlet("frames", "frames", seen, 4)));
        assertEquals("{\"name\":\"left\",\"cameraId\":\"left\",\"client\":\"client-left\",\"session\":3,"
            + "\"state\":\"streaming\",\"detail\":null,\"source\":\"remote\",\"encoder\":null,"
            + "\"decoder\":\"avcodec\",\"codec\":\"H264\","
            + "\"width\":640,\"height\":480,\"fps\":29.97,\"bitrate\":1499000,"
            + "\"latency\":{\"p50\":1.5,\"p95\":2,\"p99\":3.14,\"samples\":60},"
            + "\"captureLatency\":{\"p50\":2,\"p95\":3,\"p99\":4,\"samples\":61,\"errorMillis\":0.06},"
            + "\"packets\":1000,\"bytes\":1234567,\"packetsLost\":7,\"retransmitted\":9,\"keyframeRequests\":2,"
            + "\"roundTripMillis\":0.5,"
            + "\"receiver\":{\"clock\":{\"quality\":\"capture\",\"offsetMillis\":-0.01,\"errorMillis\":0.06,"
            + "\"driftPpm\":null},\"jitterMillis\":1.23,\"missing\":20,\"recovered\":12,\"reordered\":3,"
            + "\"duplicates\":4,\"late\":5,\"nacks\":6,\"pictures\":299,\"givenUp\":1,\"freezes\":0},"
            + "\"captured\":{\"in\":300,\"out\":299,\"dropped\":1,\"inFlight\":2,\"keyframes\":5,\"bytes\":1000},"
            + "\"encoded\":{\"in\":0,\"out\":0,\"dropped\":0,\"inFlight\":0,\"keyframes\":0,\"bytes\":0},"
            + "\"decoded\":{\"in\":299,\"out\":298,\"dropped\":1,\"inFlight\":0,\"keyframes\":0,\"bytes\":0},"
            + "\"outlets\":[{\"role\":\"frames\",\"name\":\"frames\","
            + "\"in\":299,\"out\":299,\"dropped\":0,\"inFlight\":0,\"keyframes\":0,"
            + "\"bytes\":0,\"droppedBefore\":4}]}", stream.toString());
    }

    @Test
    void takesACamerasNetworkFromItsUplink() {
        Stats uplink = new Stats(1, 1, 0, 0, 1, 1, NETWORK, null);
        JsonObject stream = one(status("left", Stats.NONE, new StreamStatus.Outlet("record", "record", Stats.NONE, 0),
            new StreamStatus.Outlet("uplink", "uplink", uplink, 0)));
        assertEquals(7, stream.getInt("packetsLost"));
    }

    @Test
    void saysNullForWhatIsNotKnown() {
        JsonObject stream = one(new StreamStatus(StreamId.local("left"), StreamStatus.State.WAITING, "no camera",
            "", "", "", null, 0, 0, Double.NaN, 0, Stats.NONE, Stats.NONE, Stats.NONE, List.of(), null));
        for (String name : List.of("client", "encoder", "decoder", "codec", "fps", "latency", "captureLatency",
                "receiver", "packets", "bytes", "packetsLost", "retransmitted", "keyframeRequests",
                "roundTripMillis")) {
            assertEquals(JsonValue.NULL, stream.get(name), name);
        }
        assertEquals("waiting", stream.getString("state"));
        assertEquals("no camera", stream.getString("detail"));
        Stats unmeasured = new Stats(0, 0, 0, 0, 0, 0, new Stats.Network(Codec.VP8, 0, 0, 0, 0, 0, -1), null);
        assertEquals(JsonValue.NULL, one(status("left", unmeasured)).get("roundTripMillis"));
    }

    @Test
    void whatAReceiverCannotTellIsNull() {
        ReceiverStatus little = new ReceiverStatus(ReceiverStatus.Clock.UNKNOWN, Double.NaN, -1, -1, -1, -1, 0, 7, 80,
            2, 1);
        JsonObject receiver = one(status("left", Stats.NONE, little)).getJsonObject("receiver");
        assertEquals("{\"clock\":{\"quality\":\"arrival\",\"offsetMillis\":null,\"errorMillis\":null,"
            + "\"driftPpm\":null},\"jitterMillis\":null,\"missing\":null,\"recovered\":null,"
            + "\"reordered\":null,\"duplicates\":null,\"late\":0,\"nacks\":7,\"pictures\":80,\"givenUp\":2,"
            + "\"freezes\":1}", receiver.toString());
    }

    @Test
    void sortsByName() {
        String report = Report.of("1", STARTED, STARTED, List.of(status("right", Stats.NONE),
            status("left", Stats.NONE))).toString();
        assertTrue(report.indexOf("client-left") < report.indexOf("client-right"));
        assertFalse(report.contains("E+"), "numbers are written out");
    }

    @Test
    void aPairOfCamerasTellsItsSkew() {
        assertFalse(Report.of("1", STARTED, STARTED, List.of()).containsKey("stereo"));
        JsonObject pair = Report.of("1", STARTED, STARTED, List.of(), List.of(new StereoStatus("main", "left", "right",
            "waits for right", StereoStatus.Clock.SENDER, 90, 1, 2, 3, 4,
            new StereoStatus.Skew(-0.5, 0.5, 1.254, 2, 90),
            List.of(new StereoStatus.Consumer("depth", 80, 10, 1, true))))).getJsonArray("stereo").getJsonObject(0);
        assertEquals("{\"name\":\"main\",\"left\":\"left\",\"right\":\"right\",\"detail\":\"waits for right\","
            + "\"clock\":\"sender\",\"pairs\":90,\"unpairedLeft\":1,\"unpairedRight\":2,\"refusedLeft\":3,"
            + "\"refusedRight\":4,\"skew\":{\"mean\":-0.5,\"p50\":0.5,\"p95\":1.25,\"max\":2,\"samples\":90},"
            + "\"consumers\":[{\"name\":\"depth\",\"pairs\":80,\"dropped\":10,\"failed\":1,\"hangs\":true}]}",
            pair.toString());
    }
}
