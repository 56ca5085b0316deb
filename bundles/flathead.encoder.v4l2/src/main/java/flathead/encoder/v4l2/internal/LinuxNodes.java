package flathead.encoder.v4l2.internal;

import com.sun.jna.Native;
import flathead.api.MediaException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@code /dev/video*}. */
final class LinuxNodes implements Nodes {
    private static final String PREFIX = "video";

    private final Path folder;

    /** @param folder {@code /dev} */
    LinuxNodes(Path folder) {
        this.folder = folder;
    }

    /** Whether a file of this name is a video device. */
    static boolean names(String file) {
        return number(file) >= 0;
    }

    private static int number(String file) {
        try {
            return file.startsWith(PREFIX) ? Integer.parseInt(file.substring(PREFIX.length())) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    @Override
    public List<String> paths() {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*")) {
            files.forEach(file -> {
                if (names(file.getFileName().toString())) {
                    found.add(file);
                }
            });
        } catch (IOException e) {
            return List.of();
        }
        found.sort(Comparator.comparingInt(file -> number(file.getFileName().toString())));
        return found.stream().map(Path::toString).toList();
    }

    @Override
    public Node open(String path) throws MediaException {
        int descriptor = Libc.open(path, Layout.O_RDWR | Layout.O_NONBLOCK | Layout.O_CLOEXEC);
        if (descriptor < 0) {
            int error = Native.getLastError();
            throw new MediaException(path + " cannot be opened: " + error(-error)
                + (error == Layout.EACCES ? "; its group, mostly video, may" : ""));
        }
        return new LinuxNode(path, descriptor);
    }

    @Override
    public String error(int negative) {
        return Libc.strerror(-negative);
    }
}
