package flathead.recorder.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Debian's ffprobe, another build of another version, reads of a file. What it says of the pictures themselves
 * does not count: there is nothing in them.
 */
final class Probe {
    private Probe() {
    }

    private static List<String> run(Path file, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("ffprobe", "-v", "error", "-of", "default=nk=0:nw=1"));
        command.addAll(List.of(options));
        command.add(file.toString());
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }

    /** When each picture is shown, in seconds. */
    static List<String> times(Path file) throws IOException {
        return run(file, "-show_entries", "packet=pts_time").stream().map(line -> line.substring(9)).toList();
    }

    /** What the head of the file says. */
    static Map<String, String> tags(Path file) throws IOException {
        Map<String, String> tags = new TreeMap<>();
        for (String line : run(file, "-show_entries", "format_tags:stream=width,height,codec_name")) {
            String[] parts = line.split("=", 2);
            tags.put(parts[0].replace("TAG:", ""), parts[1]);
        }
        return tags;
    }
}
