package flathead.keep.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;

/** Symbolic names in a file, one a line; written whole or not at all. Not thread-safe. */
final class StoppedFile {
    private final Path file;
    private final Set<String> names = new TreeSet<>();

    /** Reads the file; one that is not there is empty. */
    StoppedFile(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            Files.readAllLines(file).stream().map(String::strip).filter(line -> !line.isEmpty()).forEach(names::add);
        }
    }

    Set<String> names() {
        return Set.copyOf(names);
    }

    void add(String name) throws IOException {
        if (names.add(name)) {
            write();
        }
    }

    void remove(String name) throws IOException {
        if (names.remove(name)) {
            write();
        }
    }

    private void write() throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, names);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
