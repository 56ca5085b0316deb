package flathead.recorder.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file on the disk. It is locked while it is written, so that no other runtime takes it for one that was cut off. */
final class Disk implements Output {
    private static final int HEAD = 16;

    private final Path file;
    private final FileChannel channel;

    private Disk(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static Output create(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            channel.tryLock();
        } catch (IOException e) {
            // A file system without locks is as good to write to.
        }
        return new Disk(file, channel);
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void truncate(long bytes) throws IOException {
        channel.truncate(bytes);
    }

    @Override
    public boolean isThere() {
        return Files.exists(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Whether a folder, or the nearest one above it that is there, can be written. */
    static boolean canBeWritten(Path directory) {
        Path there = directory.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there != null && Files.isDirectory(there) && Files.isWritable(there);
    }

    /**
     * Takes away the part of a fragment at the end of a file whose writer was killed.
     *
     * @return its size now; negative if it is being written, or there is nothing whole in it
     */
    static long mend(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            FileLock lock;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException e) {
                return -1;
            } catch (IOException e) {
                return channel.size();
            }
            if (lock == null) {
                return -1;
            }
            long whole = whole(channel);
            if (whole > 0 && whole < channel.size()) {
                channel.truncate(whole);
            }
            return whole > 0 ? whole : -1;
        }
    }

    /** Up to where a file is made of whole boxes (ISO 14496-12, 4.2), and of {@code moof} with {@code mdat}. */
    private static long whole(FileChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        long size = channel.size();
        long whole = 0;
        long at = 0;
        while (at + HEAD <= size) {
            head.clear();
            while (head.hasRemaining() && channel.read(head, at + head.position()) > 0) {
                // the rest of it
            }
            long length = head.getInt(0) & 0xffff_ffffL;
            length = length == 1 ? head.getLong(8) : length;
            int type = head.getInt(4);
            if (length < 8 || at + length > size) {
                break;
            }
            at += length;
            if (type != box("prft") && type != box("moof")) {
                whole = at;
            }
        }
        return whole;
    }

    private static int box(String type) {
        return type.charAt(0) << 24 | type.charAt(1) << 16 | type.charAt(2) << 8 | type.charAt(3);
    }

    /** What happened to a file, for a person. */
    static String reason(IOException error) {
        if (error instanceof NoSuchFileException) {
            return "there is no such folder";
        }
        if (error instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (error instanceof FileAlreadyExistsException) {
            return "something else is there";
        }
        return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    }
}
