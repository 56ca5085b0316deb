package flathead.rest.internal;

import flathead.api.Codec;
import flathead.api.MediaException;
import flathead.api.ReceiverStatus;
import flathead.api.RecordedFile;
import flathead.api.Recorder;
import flathead.api.RecordingStatus;
import flathead.api.Snapshot;
import flathead.api.SnapshotException;
import flathead.api.Snapshots;
import flathead.api.Stats;
import flathead.api.StereoStatus;
import flathead.api.StreamId;
import flathead.api.StreamStatus;
import flathead.api.TimeQuality;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A recorder that records nothing, and pictures that show nothing. */
final class Fakes implements Snapshots, Recorder {
    static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, 1, 2, 3};
    private static final Instant CAPTURED = Instant.parse("2026-01-02T03:04:05.678Z");

    final AtomicInteger encoded = new AtomicInteger();
    volatile SnapshotException refusal;
    volatile MediaException full;
    private final Map<String, RecordingStatus.State> states = new TreeMap<>(Map.of("left",
        RecordingStatus.State.OFF));
    private final List<RecordedFile> files = new ArrayList<>();

    static StreamStatus stream(String name, String client) {
        boolean remote = !client.isEmpty();
        Stats.Network network = new Stats.Network(Codec.H264, 100, 1, 1, 2, 3000, -1);
        Stats counted = new Stats(10, 9, 1, 0, 1, 1000, remote ? network : null, null, new Stats.Latency(1, 2, 3, 4));
        return new StreamStatus(new StreamId(name, client, name, 1), StreamStatus.State.STREAMING, "",
            remote ? "remote" : "mock", "", "", Codec.H264, 640, 480, 30, 1_000_000, counted, Stats.NONE, Stats.NONE,
            List.of(new StreamStatus.Outlet("view", "view", Stats.NONE, 0)), remote
                ? new ReceiverStatus(ReceiverStatus.Clock.UNKNOWN, Double.NaN, -1, -1, -1, -1, -1, -1, -1, -1, -1)
                : null);
    }

    static StereoStatus pair(String name) {
        return new StereoStatus(name, "left", "right", "", StereoStatus.Clock.SENDER, 5, 0, 0, 0, 0,
            new StereoStatus.Skew(1, 1, 1, 1, 5), List.of(new StereoStatus.Consumer("c", 5, 0, 0, false)));
    }

    void record(String stream, Path file) throws Exception {
        files.add(new RecordedFile(stream, file, CAPTURED, Duration.ofMillis(1500), Files.size(file)));
    }

    List<String> recorded() {
        return states.entrySet().stream().filter(each -> each.getValue() != RecordingStatus.State.OFF)
            .map(Map.Entry::getKey).toList();
    }

    // --- Snapshots

    @Override
    public Snapshot camera(String name) throws SnapshotException {
        return picture();
    }

    @Override
    public Snapshot stereo(String pair) throws SnapshotException {
        return picture();
    }

    private Snapshot picture() throws SnapshotException {
        if (refusal != null) {
            throw refusal;
        }
        return new Snapshot() {
            @Override
            public String tag() {
                return "run-1-7";
            }

            @Override
            public long sequence() {
                return 7;
            }

            @Override
            public long captureNanos() {
                return 1;
            }

            @Override
            public Instant captured() {
                return CAPTURED;
            }

            @Override
            public TimeQuality timeQuality() {
                return TimeQuality.CAPTURE;
            }

            @Override
            public int width() {
                return 640;
            }

            @Override
            public int height() {
                return 480;
            }

            @Override
            public byte[] jpeg() {
                encoded.incrementAndGet();
                return JPEG;
            }
        };
    }

    // --- Recorder

    @Override
    public RecordingStatus start(String stream) throws MediaException {
        if (full != null) {
            throw full;
        }
        return put(stream, RecordingStatus.State.WAITING);
    }

    @Override
    public RecordingStatus stop(String stream) {
        return put(stream, RecordingStatus.State.OFF);
    }

    private RecordingStatus put(String stream, RecordingStatus.State state) {
        if (!states.containsKey(stream)) {
            throw new IllegalArgumentException("there is no stream " + stream + "; there are " + states.keySet());
        }
        states.put(stream, state);
        return status(stream).orElseThrow();
    }

    @Override
    public List<RecordingStatus> status() {
        return states.entrySet().stream().map(each -> new RecordingStatus(each.getKey(), each.getValue(), false, null,
            null, 0, 0, null, "")).toList();
    }

    @Override
    public List<RecordedFile> files() {
        return files;
    }
}
