package flathead.recorder.internal;

import flathead.api.Codec;
import flathead.api.Feedback;
import flathead.api.MediaException;
import flathead.api.RecordedFile;
import flathead.api.Recorder;
import flathead.api.RecordingStatus;
import flathead.api.StreamId;
import flathead.api.VideoFormat;
import flathead.api.VideoSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records streams, by the settings of {@link RecorderConfig}, PID {@value Settings#PID}. A stream that comes as H.264
 * is written as it comes; one that comes raw is encoded for it by the pipeline, while it is recorded.
 */
@Component(name = Settings.PID, service = {VideoSink.class, Recorder.class}, immediate = true,
    property = VideoSink.ROLE + "=" + VideoSink.RECORD)
@Designate(ocd = RecorderConfig.class)
public final class FileRecorder implements VideoSink, Recorder {
    private static final Logger LOG = LoggerFactory.getLogger(FileRecorder.class);
    private static final String FOLDER = "recordings";

    private final Path place;
    private final Output.Maker disk;
    private final UtcClock utc = UtcClock.system();
    private final Archive archive = new Archive(Mp4::duration);
    private final SortedMap<String, StreamRecording> recordings = new ConcurrentSkipListMap<>();
    private final Track.Shared shared = new Shares();
    private volatile Settings settings = Settings.DEFAULT;

    /** As a component. */
    @Activate
    public FileRecorder(BundleContext context, Map<String, Object> properties) {
        this(beside(Path.of(context.getProperty(Constants.FRAMEWORK_STORAGE))), Disk::create);
        apply(properties);
        inBackground(() -> scan(directory()));
    }

    /**
     * @param place where files go if nothing is configured
     */
    FileRecorder(Path place, Output.Maker disk) {
        this.place = place;
        this.disk = disk;
        archive.limit(settings.quota());
    }

    /** Not in the runtime's own folder, which people remove to forget its settings. */
    private static Path beside(Path storage) {
        Path folder = storage.toAbsolutePath().normalize();
        return folder.resolveSibling(FOLDER).resolve(folder.getFileName());
    }

    @Modified
    void modified(Map<String, Object> properties) {
        Path before = directory();
        apply(properties);
        Path now = directory();
        if (!now.equals(before)) {
            inBackground(() -> scan(now));
        }
    }

    /** Ends every recording; outlets that are still open take nothing any more. */
    @Deactivate
    void deactivate() {
        recordings.values().forEach(recording -> recording.ask(false));
    }

    /** Takes other settings, or keeps those that it has and says why. */
    void apply(Map<String, ?> properties) {
        Settings wanted;
        try {
            wanted = Settings.of(properties);
        } catch (Settings.RefusedSetting e) {
            LOG.error("{}. What was set before goes on", e.getMessage());
            return;
        }
        if (wanted.cameras().stream().anyMatch(camera -> !camera.isEmpty())) {
            inBackground(FileRecorder::load);
        }
        settings = wanted;
        archive.limit(wanted.quota());
        wanted.cameras().stream().filter(camera -> !camera.equals(Settings.ALL)).forEach(this::recording);
        recordings.values().forEach(recording -> recording.configure(wanted.wants(recording.stream())));
    }

    private static void load() {
        try {
            Mp4.load();
        } catch (MediaException e) {
            LOG.error("nothing can be recorded: {}", e.getMessage());
        }
    }

    private void scan(Path where) {
        if (Files.isDirectory(where)) {
            load();
            archive.scan(where);
        }
    }

    private static void inBackground(Runnable work) {
        Thread thread = new Thread(work, "flathead-recorder");
        thread.setDaemon(true);
        thread.start();
    }

    private StreamRecording recording(String stream) {
        return recordings.computeIfAbsent(stream, StreamRecording::new);
    }

    private Path directory() {
        String configured = settings.directory();
        return configured.isEmpty() ? place : Path.of(configured);
    }

    /** Looks for the files that are there. */
    void scan() {
        scan(directory());
    }

    @Override
    public RecordingStatus start(String stream) throws MediaException {
        StreamRecording recording = recordings.get(stream);
        if (recording == null || !recording.isHere()) {
            throw unknown(stream);
        }
        Mp4.load();
        Path where = directory();
        try {
            Files.createDirectories(where);
        } catch (IOException e) {
            throw new MediaException("nothing can be recorded to " + where + ": " + Disk.reason(e), e);
        }
        if (!Disk.canBeWritten(where)) {
            throw new MediaException("nothing can be recorded to " + where + ": it cannot be written");
        }
        recording.ask(true);
        return recording.status();
    }

    @Override
    public RecordingStatus stop(String stream) {
        StreamRecording recording = recordings.get(stream);
        if (recording == null) {
            throw unknown(stream);
        }
        recording.ask(false);
        return recording.status();
    }

    private IllegalArgumentException unknown(String stream) {
        List<String> here = recordings.values().stream().filter(StreamRecording::isHere)
            .map(StreamRecording::stream).toList();
        return new IllegalArgumentException("there is no stream " + stream.replaceAll("\\p{Cntrl}", "?")
            + " to record; there is " + (here.isEmpty() ? "none" : String.join(", ", here)));
    }

    @Override
    public List<RecordingStatus> status() {
        return recordings.values().stream().filter(StreamRecording::matters).map(StreamRecording::status).toList();
    }

    @Override
    public List<RecordedFile> files() {
        return archive.files();
    }

    @Override
    public List<Codec> accepts() {
        return List.of(Codec.H264);
    }

    @Override
    public Outlet open(StreamId stream, VideoFormat format, Feedback upstream) throws MediaException {
        if (format.codec() != Codec.H264) {
            throw new MediaException("recorder: stream " + stream + " comes as " + format.codec() + "; allowed is "
                + accepts());
        }
        StreamRecording recording = recording(stream.name());
        recording.configure(settings.wants(stream.name()));
        RecordingOutlet outlet = new RecordingOutlet(recording, shared, upstream);
        recording.opened(outlet);
        return outlet;
    }

    /** What all streams have in common. */
    private final class Shares implements Track.Shared {
        @Override
        public Settings settings() {
            return settings;
        }

        @Override
        public Path directory() {
            return FileRecorder.this.directory();
        }

        @Override
        public Archive archive() {
            return archive;
        }

        @Override
        public Output.Maker disk() {
            return disk;
        }

        @Override
        public UtcClock utc() {
            return utc;
        }
    }
}
