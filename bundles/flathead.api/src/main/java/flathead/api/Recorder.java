package flathead.api;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Writes streams to files; one OSGi service. Streams are meant by their stable name ({@link StreamId#name()}), so that
 * a recording goes on, in a new file, when a stream reconnects. Any thread; calls that start or stop may wait for the
 * disk and are not for a thread that carries pictures.
 */
@ProviderType
public interface Recorder {
    /**
     * Records a stream from its next keyframe on, which is asked for, until {@link #stop}. One that is recorded already
     * goes on as it is. One whose recording ended by an error begins anew. It lasts as long as this runtime: what is to
     * be recorded after a restart is the configuration's to say.
     *
     * @param stream the name of one that is here
     * @return its status, as {@link #status(String)}
     * @throws IllegalArgumentException if there is no such stream; the message names those that there are
     * @throws MediaException if nothing can be written: the message says where, and why
     */
    RecordingStatus start(String stream) throws MediaException;

    /**
     * Records it no longer, also if the configuration says so, until {@link #start} or the next change of that. When
     * this returns its last file is whole. Nothing happens if it is not recorded.
     *
     * @param stream the name of one that is or was here
     * @return its status, as {@link #status(String)}; what was recorded is still in it
     * @throws IllegalArgumentException if there is no such stream; the message names those that there are
     */
    RecordingStatus stop(String stream);

    /** Every stream that is here, or is to be recorded when it comes, by name. Cheap. */
    List<RecordingStatus> status();

    /** That of one stream; empty if it is neither here nor to be recorded. Cheap. */
    default Optional<RecordingStatus> status(String stream) {
        return status().stream().filter(each -> each.stream().equals(stream)).findFirst();
    }

    /**
     * The files that are finished, oldest first, also those of earlier runs; not those that are being written. Cheap:
     * the disk is read when the runtime starts, not here. A file may be gone by the time that it is looked at, as the
     * oldest make room for new ones.
     */
    List<RecordedFile> files();
}
