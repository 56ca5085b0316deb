package flathead.api;

import java.nio.file.Path;
import java.time.Instant;

/**
 * Whether and how a stream is recorded. Counters are those of the recording that runs, or else of the last one, since
 * it was started.
 *
 * @param stream its name, {@link StreamId#name()}
 * @param state what it does
 * @param continuous whether the configuration wants it recorded
 * @param file that is being written, absolute; null if none is
 * @param since when its first picture was captured; null before that
 * @param bytes in all of its files
 * @param segments how many files there were, with the one that is being written
 * @param quality what the times of its pictures are worth, the worst of any; null before the first
 * @param lastError why the last recording ended by itself, or why pictures cannot be recorded, in one line for a
 *     person; empty if there is nothing to say
 */
public record RecordingStatus(String stream, State state, boolean continuous, Path file, Instant since, long bytes,
        int segments, TimeQuality quality, String lastError) {
    /** What a recording does. */
    public enum State {
        /** Nobody asked for one, or it was stopped. */
        OFF,
        /** It is asked for, and waits for the stream or its next keyframe. */
        WAITING,
        /** Pictures are being written. */
        RECORDING,
        /** It ended by an error, {@link #lastError()}; the stream flows on. {@link Recorder#start} tries anew. */
        FAILED
    }
}
