package flathead.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import flathead.stamp.StampReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A recording as Debian's ffmpeg reads it: all that is known of it comes from the file. */
final class RecordedVideo {
    private static final int WIDTH = 640;
    private static final int STAMP_LINES = 40;
    private static final long BILLION = 1_000_000_000L;

    private final Map<String, String> tags = new TreeMap<>();
    private final List<Picture> pictures = new ArrayList<>();

    /**
     * A picture of 640x480.
     *
     * @param utcNanos when it was captured by what the file says, since 1970
     * @param clockNanos the same by the clock that {@code flathead.clock} names
     * @param stamp when it was painted, by its stamp, in 0.1 ms of the camera's clock, modulo 2^32
     */
    record Picture(long utcNanos, long clockNanos, int stamp) {
    }

    private RecordedVideo() {
    }

    /** Reads a file and decodes every picture of it. */
    static RecordedVideo read(Path file) throws IOException {
        RecordedVideo video = new RecordedVideo();
        for (String line : lines("ffprobe", "-v", "error", "-of", "default=nw=1", "-show_entries", "format_tags",
                file.toString())) {
            String[] parts = line.split("=", 2);
            video.tags.put(parts[0].replace("TAG:", ""), parts[1]);
        }
        List<String> times = times(file, "error");
        ByteBuffer luma = ByteBuffer.wrap(run("ffmpeg", "-v", "error", "-i", file.toString(), "-vf",
            "extractplanes=y,crop=" + WIDTH + ":" + STAMP_LINES + ":0:0", "-fps_mode", "passthrough", "-f", "rawvideo",
            "-"));
        assertEquals(times.size() * WIDTH * STAMP_LINES, luma.capacity(), "every picture is decoded");
        Instant start = Instant.parse(video.tags.get("flathead.start"));
        StampReader stamp = new StampReader();
        for (int i = 0; i < times.size(); i++) {
            long after = Math.round(Double.parseDouble(times.get(i)) * 1e9);
            if (stamp.read(luma.slice(i * WIDTH * STAMP_LINES, WIDTH * STAMP_LINES), WIDTH, WIDTH, 480)) {
                video.pictures.add(new Picture(start.getEpochSecond() * BILLION + start.getNano() + after,
                    Long.parseLong(video.tags.get("flathead.start.nanos")) + after, stamp.ticks()));
            }
        }
        return video;
    }

    /** How many pictures are in the whole fragments of a file, which may be being written. */
    static int length(Path file) throws IOException {
        return times(file, "quiet").size();
    }

    private static List<String> times(Path file, String log) throws IOException {
        return lines("ffprobe", "-v", log, "-of", "default=nw=1:nk=1", "-show_entries", "packet=pts_time",
            file.toString());
    }

    /**
     * What a stock decoder complains of when it plays a file. Pictures have the times at which they were captured, of
     * which two may be nearer to each other than a frame interval, in which this program reckons if it is left alone.
     */
    static List<String> complaints(Path file) throws IOException {
        Process process = new ProcessBuilder("ffmpeg", "-v", "warning", "-xerror", "-i", file.toString(), "-fps_mode",
            "passthrough", "-enc_time_base", "1:1000000", "-f", "null", "-").redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }

    String tag(String name) {
        return tags.get(name);
    }

    /** Those whose stamp could be read, in their order. */
    List<Picture> pictures() {
        return pictures;
    }

    /** When the last one was captured, since 1970. */
    long lastUtcNanos() {
        return pictures.get(pictures.size() - 1).utcNanos();
    }

    private static List<String> lines(String... command) throws IOException {
        return new String(run(command), StandardCharsets.UTF_8).lines().toList();
    }

    private static byte[] run(String... command) throws IOException {
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start().getInputStream()
            .readAllBytes();
    }
}
