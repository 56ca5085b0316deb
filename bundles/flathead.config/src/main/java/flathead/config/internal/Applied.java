package flathead.config.internal;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was written to ConfigurationAdmin because a file asked for it, so that it can be taken back when the file no
 * longer does. Kept over restarts.
 *
 * @param values the properties of each PID, as texts
 * @param made the PIDs of the cameras that would not be there without the file
 */
record Applied(SortedMap<String, SortedMap<String, String>> values, Set<String> made) {
    /** Between a PID and the name of a property. */
    private static final char SEPARATOR = '/';

    static Applied nothing() {
        return new Applied(new TreeMap<>(), new TreeSet<>());
    }

    void put(String pid, String name, String text) {
        values.computeIfAbsent(pid, key -> new TreeMap<>()).put(name, text);
    }

    /** The properties of a PID. */
    SortedMap<String, String> of(String pid) {
        return values.getOrDefault(pid, new TreeMap<>());
    }

    /** Reads what {@link #write} wrote; nothing where it did not. */
    static Applied read(Path file) throws IOException {
        Applied applied = nothing();
        if (!Files.exists(file)) {
            return applied;
        }
        Properties lines = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            lines.load(in);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        for (String line : lines.stringPropertyNames()) {
            int at = line.indexOf(SEPARATOR);
            if (at == line.length() - 1) {
                applied.made.add(line.substring(0, at));
            } else if (at > 0) {
                applied.put(line.substring(0, at), line.substring(at + 1), lines.getProperty(line));
            }
        }
        return applied;
    }

    /** Writes the file whole or not at all. */
    void write(Path file) throws IOException {
        Properties lines = new Properties();
        values.forEach((pid, all) -> all.forEach((name, text) -> lines.setProperty(pid + SEPARATOR + name, text)));
        made.forEach(pid -> lines.setProperty(pid + SEPARATOR, ""));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (Writer out = Files.newBufferedWriter(fresh)) {
            lines.store(out, null);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
