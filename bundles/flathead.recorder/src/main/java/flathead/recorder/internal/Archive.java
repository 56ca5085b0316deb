package flathead.recorder.internal;

import flathead.api.RecordedFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that are finished, and the quota over them and those that are being written: the oldest finished ones go
 * first. One that cannot be deleted still counts; others go in its place. Any thread; no lock is held while the disk is
 * at work.
 */
final class Archive {
    private static final Logger LOG = LoggerFactory.getLogger(Archive.class);

    private final Function<Path, Duration> length;
    private final TreeSet<RecordedFile> files = new TreeSet<>(
        Comparator.comparing(RecordedFile::start).thenComparing(RecordedFile::path));
    private final Set<Path> stuck = ConcurrentHashMap.newKeySet();
    private long finished;
    private long growing;
    private long quota;

    /**
     * @param length how long what is in a file lasts
     */
    Archive(Function<Path, Duration> length) {
        this.length = length;
    }

    /** Another quota, in bytes, at once. */
    void limit(long bytes) {
        synchronized (this) {
            quota = bytes;
        }
        makeRoom();
    }

    /** Forgets what it has, and looks what is in a folder; what was cut off there is mended. */
    void scan(Path directory) {
        List<RecordedFile> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory, Files::isDirectory)) {
            for (Path folder : folders) {
                scan(folder, found);
            }
        } catch (IOException e) {
            if (Files.exists(directory)) {
                LOG.warn("the recordings in {} cannot be listed: {}", directory, Disk.reason(e));
            }
        }
        synchronized (this) {
            files.removeIf(file -> !file.path().startsWith(directory));
            files.addAll(found);
            finished = files.stream().mapToLong(RecordedFile::bytes).sum();
        }
        if (!found.isEmpty()) {
            LOG.info("{} recordings in {}", found.size(), directory);
        }
        makeRoom();
    }

    private void scan(Path folder, List<RecordedFile> found) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.mp4")) {
            for (Path file : entries) {
                Optional<FileName> name = FileName.of(file);
                if (name.isEmpty() || !Files.isRegularFile(file)) {
                    continue;
                }
                try {
                    long bytes = Disk.mend(file);
                    if (bytes > 0) {
                        found.add(new RecordedFile(name.get().stream(), file, name.get().start(), length.apply(file),
                            bytes));
                    }
                } catch (IOException e) {
                    LOG.warn("the recording {} cannot be read: {}", file, Disk.reason(e));
                }
            }
        }
    }

    /**
     * A file that is being written grew.
     *
     * @return whether there is room: if not, no finished file is left to go
     */
    boolean grew(long bytes) {
        synchronized (this) {
            growing += bytes;
        }
        return makeRoom();
    }

    /** A file is finished, or gone if it is null. */
    void ended(RecordedFile file, long bytes) {
        synchronized (this) {
            growing -= bytes;
            if (file != null) {
                add(file);
            }
        }
        makeRoom();
    }

    private boolean makeRoom() {
        List<RecordedFile> left = new ArrayList<>();
        long leftBytes = 0;
        try {
            while (true) {
                RecordedFile oldest;
                synchronized (this) {
                    if (finished + growing + leftBytes <= quota) {
                        return true;
                    }
                    oldest = files.pollFirst();
                    if (oldest == null) {
                        return false;
                    }
                    finished -= oldest.bytes();
                }
                if (!delete(oldest.path())) {
                    left.add(oldest);
                    leftBytes += oldest.bytes();
                }
            }
        } finally {
            if (!left.isEmpty()) {
                synchronized (this) {
                    left.forEach(this::add);
                }
            }
        }
    }

    /** A file is there; under the lock. */
    private void add(RecordedFile file) {
        if (files.add(file)) {
            finished += file.bytes();
        }
    }

    private boolean delete(Path file) {
        try {
            Files.deleteIfExists(file);
            stuck.remove(file);
            LOG.debug("{} made room", file);
            return true;
        } catch (IOException e) {
            if (stuck.add(file)) {
                LOG.warn("{} cannot be deleted to make room: {}", file, Disk.reason(e));
            }
            return false;
        }
    }

    /** Oldest first. */
    synchronized List<RecordedFile> files() {
        return List.copyOf(files);
    }
}
