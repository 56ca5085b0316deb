package flathead.health.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import flathead.api.Codec;
import flathead.api.RecordedFile;
import flathead.api.Recorder;
import flathead.api.RecordingStatus;
import flathead.api.Stats;
import flathead.api.StreamId;
import flathead.api.StreamMonitor;
import flathead.api.StreamStatus;
import flathead.testkit.FakeClock;
import java.util.List;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;

class ChecksTest {
    private static final StreamId CAMERA = StreamId.local("left");
    private static final StreamId REMOTE = new StreamId("left", "robot", "left", 1);

    private static StreamStatus status(StreamId id, StreamStatus.State state, String detail) {
        return status(id, state, detail, Stats.NONE, Stats.NONE);
    }

    private static StreamStatus status(StreamId id, StreamStatus.State state, String detail, Stats captured,
            Stats encoded) {
        return new StreamStatus(id, state, detail, "mock", "", "", Codec.H264, 640, 480, 30, 0, captured, encoded,
            Stats.NONE, List.of(), null);
    }

    private static void assertResult(Result.Status wanted, String text, HealthCheck check) {
        Result result = check.execute();
        assertEquals(wanted, result.getStatus(), result::toString);
        StringBuilder lines = new StringBuilder();
        result.forEach(entry -> lines.append(entry.getMessage()).append('\n'));
        assertTrue(lines.toString().contains(text), lines::toString);
    }

    private static void assertStream(Result.Status wanted, String text, StreamStatus status) {
        StreamsCheck check = new StreamsCheck();
        check.putMonitor(() -> status);
        assertResult(wanted, text, check);
    }

    @Test
    void streamsAreWellWherePicturesFlowOrNeedNot() {
        assertResult(Result.Status.OK, "there is no camera", new StreamsCheck());
        assertStream(Result.Status.OK, "camera left: streaming, 30.0", status(CAMERA, StreamStatus.State.STREAMING,
            ""));
        assertStream(Result.Status.OK, "camera left: disabled", StreamStatus.idle(CAMERA, StreamStatus.DISABLED));
        assertStream(Result.Status.OK, "stream left: the sinks want", StreamStatus.idle(REMOTE, StreamStatus.UNWANTED));
        assertStream(Result.Status.CRITICAL, "camera left: waiting, the sinks want", StreamStatus.idle(CAMERA,
            StreamStatus.UNWANTED));
        assertStream(Result.Status.CRITICAL, "camera left: waiting, waits for an encoder", StreamStatus.idle(CAMERA,
            "waits for an encoder"));
        assertStream(Result.Status.CRITICAL, "stream left: waiting, for its first", status(REMOTE,
            StreamStatus.State.WAITING, ""));
        assertStream(Result.Status.CRITICAL, "stream left: no picture", status(REMOTE, StreamStatus.State.STALLED,
            ""));
    }

    @Test
    void oneIllStreamIsEnoughAndGoneOnesAreForgotten() {
        StreamsCheck check = new StreamsCheck();
        StreamMonitor ill = () -> status(REMOTE, StreamStatus.State.STALLED, "");
        check.putMonitor(() -> status(CAMERA, StreamStatus.State.STREAMING, ""));
        check.putMonitor(ill);
        assertResult(Result.Status.CRITICAL, "stream left", check);
        check.removeMonitor(ill);
        assertResult(Result.Status.OK, "camera left", check);
    }

    @Test
    void aFaultIsWarnedOfForAMinute() {
        FakeClock clock = new FakeClock();
        long[] faults = {0};
        CodersCheck check = new CodersCheck(clock);
        check.putMonitor(() -> status(CAMERA, StreamStatus.State.STREAMING, "", Stats.NONE,
            Stats.NONE.with(new Stats.Coders(1 + faults[0], faults[0]))));
        assertEquals(Result.Status.OK, check.execute().getStatus());
        faults[0] = 1;
        assertResult(Result.Status.WARN, "encoder of left: failed or hung, 1 times", check);
        clock.advance(59_000_000_000L);
        assertResult(Result.Status.WARN, "1 times", check);
        clock.advance(1_000_000_000L);
        assertResult(Result.Status.OK, "not in the last minute", check);
        faults[0] = 2;
        assertResult(Result.Status.WARN, "2 times", check);
    }

    @Test
    void aSourceWithoutRoomIsWarnedOfWhileItHasNone() {
        long[] counts = {100, 90};
        CodersCheck check = new CodersCheck(new FakeClock());
        check.putMonitor(() -> status(REMOTE, StreamStatus.State.STREAMING, "",
            new Stats(counts[0], counts[0] - counts[1], counts[1], 0, 0, 0), Stats.NONE));
        assertEquals(Result.Status.OK, check.execute().getStatus(), "what was before the first look");
        counts[0] += 100;
        counts[1] += 10;
        assertEquals(Result.Status.OK, check.execute().getStatus());
        counts[0] += 100;
        counts[1] += 11;
        assertResult(Result.Status.WARN, "left (received): its source had no room for 11 of the 100", check);
        counts[0] += 100;
        assertEquals(Result.Status.OK, check.execute().getStatus());
    }

    @Test
    void aRecordingThatEndedByItselfIsCritical() {
        RecorderCheck check = new RecorderCheck();
        assertResult(Result.Status.OK, "nothing can be recorded", check);
        RecordingStatus.State[] state = {RecordingStatus.State.RECORDING};
        Recorder recorder = new Recorder() {
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
                return List.of(new RecordingStatus("left", state[0], false, null, null, 0, 0, null, "disk full"));
            }

            @Override
            public List<RecordedFile> files() {
                return List.of();
            }
        };
        check.putRecorder(recorder);
        assertResult(Result.Status.OK, "left: is recorded", check);
        state[0] = RecordingStatus.State.FAILED;
        assertResult(Result.Status.CRITICAL, "left: its recording ended: disk full", check);
        check.removeRecorder(recorder);
        assertEquals(Result.Status.OK, check.execute().getStatus());
    }

    @Test
    void memoryIsJudgedByWhatACollectionLeaves() {
        long megabyte = 1 << 20;
        assertEquals(Result.Status.OK, MemoryCheck.judge(84 * megabyte, 100 * megabyte).getStatus());
        assertEquals(Result.Status.WARN, MemoryCheck.judge(85 * megabyte, 100 * megabyte).getStatus());
        assertEquals(Result.Status.CRITICAL, MemoryCheck.judge(97 * megabyte, 100 * megabyte).getStatus());
        assertEquals(Result.Status.OK, MemoryCheck.judge(97 * megabyte, -1).getStatus());
        System.gc();
        assertResult(Result.Status.OK, "MB of the heap", new MemoryCheck());
    }
}
