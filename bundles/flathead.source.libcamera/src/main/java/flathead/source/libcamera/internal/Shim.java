package flathead.source.libcamera.internal;

import flathead.api.MediaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Compiles {@code native/camera.cpp} with {@code native/build}, or finds what that made before. */
final class Shim {
    private static final List<String> FILES = List.of("build", "camera.cpp");
    private static final int MISSING = 3;
    private static final long PATIENCE_SECONDS = 300;

    private Shim() {
    }

    /** Something is not installed, which is no fault. */
    static final class Missing extends MediaException {
        private static final long serialVersionUID = 1L;

        Missing(String message) {
            super(message);
        }
    }

    /**
     * The library; takes seconds where it is to be compiled.
     *
     * @throws Missing if libcamera or a compiler is not installed
     * @throws MediaException if it cannot be compiled
     */
    static Path make() throws MediaException, InterruptedException {
        return make(Map.of());
    }

    /** The same, with more in the environment of {@code native/build}. */
    static Path make(Map<String, String> environment) throws MediaException, InterruptedException {
        try {
            Path folder = Files.createTempDirectory("flathead-libcamera");
            try {
                for (String name : FILES) {
                    try (InputStream in = Shim.class.getResourceAsStream("/native/" + name)) {
                        Files.copy(in, folder.resolve(name));
                    }
                }
                return run(folder, environment);
            } finally {
                for (String name : List.of("build", "camera.cpp", "said")) {
                    Files.deleteIfExists(folder.resolve(name));
                }
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new MediaException("the C interface to libcamera cannot be compiled: " + e, e);
        }
    }

    private static Path run(Path folder, Map<String, String> environment)
            throws IOException, MediaException, InterruptedException {
        Path said = folder.resolve("said");
        ProcessBuilder builder = new ProcessBuilder("sh", folder.resolve("build").toString())
            .redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new MediaException("compiling the C interface to libcamera takes too long");
            }
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(said, StandardCharsets.UTF_8).strip().replace("\n", "; ");
        return switch (process.exitValue()) {
            case 0 -> Path.of(text);
            case MISSING -> throw new Missing(text);
            default -> throw new MediaException(text);
        };
    }
}
