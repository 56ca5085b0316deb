package flathead.recorder.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
    private static final int PRFT = 'p' << 24 | 'r' << 16 | 'f' << 8 | 't';
    /** From 1900 to 1970. */
    private static final long NTP_SECONDS = 2_208_988_800L;

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

    /** When the first picture of each fragment was captured, in milliseconds since 1970: version 1 of {@code prft}. */
    static List<Long> fragments(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        List<Long> times = new ArrayList<>();
        for (int at = 0; at < bytes.capacity(); at += bytes.getInt(at)) {
            if (bytes.getInt(at + 4) == PRFT) {
                long seconds = bytes.getInt(at + 16) & 0xffff_ffffL;
                long fraction = bytes.getInt(at + 20) & 0xffff_ffffL;
                times.add((seconds - NTP_SECONDS) * 1_000 + (fraction * 1_000 + (1L << 31) >> 32));
            }
        }
        return times;
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
