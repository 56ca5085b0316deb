package flathead.feed.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The folder of the socket and of the maps: this user's alone, and this process's, as long as it is locked. What a
 * process that was killed left in it is deleted.
 */
final class Folder implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String MAP = ".map";
    private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");

    private final Path path;
    private final FileChannel lock;
    private final AtomicLong maps = new AtomicLong();

    private Folder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes it if it is not there. */
    static Folder open(Path path) throws IOException {
        if (!Files.exists(path)) {
            Files.createDirectories(path.getParent());
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OURS));
        }
        Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) || !OURS.equals(allowed)
                || !Files.isWritable(path)) {
            throw new IOException("it is " + PosixFilePermissions.toString(allowed)
                + "; allowed is a folder of this user's alone (rwx------), or none yet");
        }
        FileChannel lock = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() == null) {
                throw new IOException("another runtime has its feed there");
            }
            clean(path);
        } catch (OverlappingFileLockException e) {
            lock.close();
            throw new IOException("this runtime has a feed there already", e);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
        return new Folder(path, lock);
    }

    private static void clean(Path path) throws IOException {
        Files.deleteIfExists(path.resolve(FeedSettings.SOCKET));
        try (DirectoryStream<Path> stale = Files.newDirectoryStream(path, "*" + MAP)) {
            for (Path each : stale) {
                Files.delete(each);
            }
        }
    }

    Path socket() {
        return path.resolve(FeedSettings.SOCKET);
    }

    /** A name for a map that had none before. */
    Path map() {
        return path.resolve(maps.incrementAndGet() + MAP);
    }

    @Override
    public void close() throws IOException {
        try {
            clean(path);
        } finally {
            lock.close();
        }
    }
}
