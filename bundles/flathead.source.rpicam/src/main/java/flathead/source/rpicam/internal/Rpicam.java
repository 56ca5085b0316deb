package flathead.source.rpicam.internal;

import flathead.api.CaptureSettings;
import flathead.api.MediaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program.
 *
 * @param path of the executable
 */
record Rpicam(Path path) {
    /** The lines of a picture begin at multiples of this, so other widths would come with gaps. */
    static final int ALIGNMENT = 64;

    private static final List<String> NAMES = List.of("rpicam-vid", "libcamera-vid");
    private static final Pattern CAMERA = Pattern.compile("^\\s*(\\d+) : (\\S+) \\[.*\\] \\((.*)\\)\\s*$");
    private static final long PATIENCE_SECONDS = 20;

    /** A camera: its number, the model of its sensor, its id. */
    record Listed(int number, String model, String id) {
    }

    /** The one in these folders, parted by colons; null if there is none. */
    static Rpicam find(String folders) {
        for (String folder : folders.split(":")) {
            for (String name : NAMES) {
                Path path = Path.of(folder.isEmpty() ? "." : folder, name).toAbsolutePath();
                if (Files.isExecutable(path)) {
                    return new Rpicam(path);
                }
            }
        }
        return null;
    }

    /**
     * The cameras that it lists; takes a second or so.
     *
     * @throws MediaException if it cannot be run, or hangs
     */
    List<Listed> cameras() throws MediaException, InterruptedException {
        try {
            Process process = new ProcessBuilder(path.toString(), "--list-cameras").redirectErrorStream(true).start();
            process.getOutputStream().close();
            try (InputStream said = process.getInputStream()) {
                process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).exceptionally(late -> {
                    process.destroyForcibly();
                    return process;
                });
                return list(new String(said.readAllBytes(), StandardCharsets.UTF_8));
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            throw new MediaException(path + " --list-cameras does not work: " + e.getMessage(), e);
        }
    }

    /** What it prints for {@code --list-cameras}. */
    static List<Listed> list(String text) {
        List<Listed> cameras = new ArrayList<>();
        text.lines().map(CAMERA::matcher).filter(Matcher::matches).forEach(line -> cameras.add(
            new Listed(Integer.parseInt(line.group(1)), line.group(2), line.group(3))));
        return List.copyOf(cameras);
    }

    /** How it is run for pictures on its standard output. */
    List<String> command(Listed camera, CaptureSettings settings) {
        return List.of(path.toString(), "--camera", String.valueOf(camera.number()), "--width",
            String.valueOf(settings.format().width()), "--height", String.valueOf(settings.format().height()),
            "--framerate", String.valueOf(settings.format().fps()), "--codec", "yuv420", "--timeout", "0",
            "--nopreview", "--flush", "--verbose", "0", "--output", "-");
    }
}
