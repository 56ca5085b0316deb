package flathead.metrics.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.ReceiverStatus;
import flathead.api.RecordedFile;
import flathead.api.Recorder;
import flathead.api.RecordingStatus;
import flathead.api.Stats;
import flathead.api.StereoMonitor;
import flathead.api.StereoStatus;
import flathead.api.StreamId;
import flathead.api.StreamMonitor;
import flathead.api.StreamStatus;
import flathead.api.TimeQuality;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScrapeTest {
    private static final Stats.Network NETWORK = new Stats.Network(Codec.H264, 100, -1, 3, 2, 3000, 12.5);
    private final Scrape scrape = new Scrape("1.2.3");

    private static StreamStatus status(String name, String client, List<StreamStatus.Outlet> outlets) {
        List<Long> counts = new ArrayList<>(Stats.Ages.BOUNDS.stream().map(bound -> 0L).toList());
        counts.add(1L);
        counts.set(1, 4L);
        Stats captured = new Stats(10, 9, 1, 2, 3, 1000, client.isEmpty() ? null : NETWORK, null)
            .with(new Stats.Ages(counts, 608));
        Stats coded = new Stats(10, 10, 0, 0, 0, 0).with(new Stats.Coders(3, 1));
        return new StreamStatus(new StreamId(name, client, name, 4), StreamStatus.State.STREAMING, "", "mock", "", "",
            Codec.H264, 640, 480, 30, 1_000_000, captured, Stats.NONE, coded, outlets,
            client.isEmpty() ? null : new ReceiverStatus(new ReceiverStatus.Clock(TimeQuality.CAPTURE, -1.5,
                Double.NaN, 0), 0.5, 7, -1, 0, 0, 0, 0, 0, 0, 0));
    }

    private String text(String accept) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MetricsServlet.writer(accept).write(out, scrape.read());
        return out.toString(StandardCharsets.UTF_8);
    }

    private void assertLine(String line) throws IOException {
        String text = text(null);
        assertTrue(text.contains("\n" + line + "\n"), () -> line + "\nis not in\n" + text);
    }

    @Test
    void tellsOfAStreamInSecondsAndBytesAndOfWhatIsKnownOnly() throws IOException {
        scrape.putStream(() -> status("left", "robot",
            List.of(new StreamStatus.Outlet("view", "whep", new Stats(9, 8, 1, 0, 2, 900).withViewers(3), 5))));
        assertLine("# TYPE flathead_pictures_total counter");
        assertLine("flathead_pictures_total{origin=\"remote\",part=\"source\",sink=\"\",stream=\"left\"} 9.0");
        assertLine("flathead_viewers{origin=\"remote\",part=\"view\",sink=\"whep\",stream=\"left\"} 3.0");
        assertLine("flathead_lane_dropped_pictures_total{origin=\"remote\",part=\"view\",sink=\"whep\",stream=\"left\"}"
            + " 5.0");
        assertLine("flathead_coder_swaps_total{origin=\"remote\",part=\"decoder\",stream=\"left\"} 2.0");
        assertLine("flathead_coder_faults_total{origin=\"remote\",part=\"decoder\",stream=\"left\"} 1.0");
        assertLine("flathead_rtp_round_trip_seconds{origin=\"remote\",part=\"source\",sink=\"\",stream=\"left\"}"
            + " 0.0125");
        assertLine("flathead_rtp_lost_packets{origin=\"remote\",part=\"source\",sink=\"\",stream=\"left\"} -1.0");
        assertLine("flathead_receiver_missing_packets_total{origin=\"remote\",stream=\"left\"} 7.0");
        assertLine("flathead_receiver_clock_offset_seconds{origin=\"remote\",stream=\"left\"} -0.0015");
        assertLine("flathead_stream_state{origin=\"remote\",state=\"streaming\",stream=\"left\"} 1.0");
        assertLine("flathead_build_info{version=\"1.2.3\"} 1");
        assertFalse(text(null).contains("receiver_recovered"), "not known");
        assertFalse(text(null).contains("clock_error"), "not known");
        assertTrue(text(null).contains("\njvm_memory_used_bytes{"), "the JVM's");
    }

    @Test
    void agesAreAHistogramInSeconds() throws IOException {
        scrape.putStream(() -> status("left", "", List.of()));
        String labels = "origin=\"camera\",part=\"source\",sink=\"\",stream=\"left\"";
        assertLine("# TYPE flathead_capture_age_seconds histogram");
        assertLine("flathead_capture_age_seconds_bucket{" + labels + ",le=\"0.001\"} 0");
        assertLine("flathead_capture_age_seconds_bucket{" + labels + ",le=\"0.002\"} 4");
        assertLine("flathead_capture_age_seconds_bucket{" + labels + ",le=\"0.5\"} 4");
        assertLine("flathead_capture_age_seconds_bucket{" + labels + ",le=\"+Inf\"} 5");
        assertLine("flathead_capture_age_seconds_sum{" + labels + "} 0.608");
    }

    @Test
    void namesOfStrangersStayWithinTheirQuotes() throws IOException {
        scrape.putStream(() -> status("a\"} 1\nevil{x=\"\\", "robot", List.of()));
        assertLine("flathead_stream_sessions{origin=\"remote\",stream=\"a\\\"} 1\\nevil{x=\\\"\\\\\"} 4.0");
    }

    @Test
    void twoStreamsAndSinksOfOneNameDisturbNobody() throws IOException {
        StreamStatus.Outlet sink = new StreamStatus.Outlet("frames", null, new Stats(9, 8, 1, 0, 2, 900), 5);
        scrape.putStream(() -> status("left", "", List.of(sink, sink)));
        scrape.putStream(() -> status("left", "robot", List.of()));
        scrape.putStream(() -> status("left", "other", List.of()));
        assertLine("flathead_pictures_total{origin=\"camera\",part=\"frames\",sink=\"\",stream=\"left\"} 16.0");
        assertLine("flathead_pictures_total{origin=\"remote\",part=\"source\",sink=\"\",stream=\"left\"} 18.0");
    }

    @Test
    void whoIsGoneIsNotToldOfAndWhoThrowsKeepsNobodyBack() throws IOException {
        StreamMonitor gone = () -> status("left", "robot", List.of());
        scrape.putStream(gone);
        scrape.putStream(() -> {
            throw new IllegalStateException("broken");
        });
        StereoMonitor pair = () -> new StereoStatus("main", "left", "right", "", null, 12, 1, 2, 0, 0,
            new StereoStatus.Skew(-7, 7, 7, 8, 12), List.of(new StereoStatus.Consumer("c", 11, 1, 0, false)));
        scrape.putPair(pair);
        assertLine("flathead_stereo_pairs_total{pair=\"main\"} 12.0");
        assertLine("flathead_stereo_skew_mean_seconds{pair=\"main\"} -0.007");
        assertLine("flathead_stereo_unpaired_pictures_total{eye=\"right\",pair=\"main\"} 2.0");
        assertLine("flathead_stereo_consumer_pairs_total{consumer=\"c\",pair=\"main\"} 11.0");
        assertTrue(text(null).contains("stream=\"left\""));
        scrape.removeStream(gone);
        scrape.removePair(pair);
        assertFalse(text(null).contains("stream=\"left\""));
        assertFalse(text(null).contains("flathead_stereo"));
    }

    @Test
    void tellsOfRecordings() throws IOException {
        scrape.putRecorder(new Recorder() {
            @Override
            public RecordingStatus start(String stream) {
                throw new IllegalArgumentException();
            }

            @Override
            public RecordingStatus stop(String stream) {
                throw new IllegalArgumentException();
            }

            @Override
            public List<RecordingStatus> status() {
                return List.of(new RecordingStatus("left", RecordingStatus.State.FAILED, true, null, null, 1000, 2,
                    null, "disk full"));
            }

            @Override
            public List<RecordedFile> files() {
                return List.of(new RecordedFile("left", Path.of("a.mp4"), Instant.EPOCH, Duration.ZERO, 900));
            }
        });
        assertLine("flathead_recording_state{state=\"failed\",stream=\"left\"} 1.0");
        assertLine("flathead_recording_state{state=\"recording\",stream=\"left\"} 0.0");
        assertLine("flathead_recording_written_bytes_total{stream=\"left\"} 1000.0");
        assertLine("flathead_recording_segments_total{stream=\"left\"} 2.0");
        assertLine("flathead_recording_files 1.0");
        assertLine("flathead_recording_files_size_bytes 900.0");
    }

    @Test
    void openMetricsIsToldToWhoAsksForIt() throws IOException {
        scrape.putStream(() -> status("left", "robot", List.of()));
        String text = text("application/openmetrics-text;version=1.0.0");
        assertTrue(text.contains("# TYPE flathead_pictures counter\n"), text);
        assertEquals("# EOF\n", text.substring(text.length() - 6));
        String protobuf = text("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
            + "encoding=delimited");
        assertTrue(protobuf.startsWith("# HELP") || protobuf.startsWith("# TYPE"), "what it cannot write, it does not");
    }
}
