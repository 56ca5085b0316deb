package flathead.source.rpicam.internal;

import flathead.api.CaptureFactory;
import flathead.api.NanoClock;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program in the place of rpicam-vid. */
final class StandIn {
    private StandIn() {
    }

    /** The folder that it is in, executable. */
    static Path folder() throws Exception {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "rpicam");
        Path program = folder.resolve("rpicam-vid");
        try (InputStream in = StandIn.class.getResourceAsStream("/rpicam-vid")) {
            Files.copy(in, program);
        }
        if (!program.toFile().setExecutable(true)) {
            throw new AssertionError(program + " cannot be made executable");
        }
        return folder;
    }

    static Rpicam rpicam() throws Exception {
        return Rpicam.find("/nowhere:" + folder());
    }

    /** What it offers; {@code script} is {@code fail 5}, {@code hang 5} or empty. */
    static CaptureFactory factory(String script) throws Exception {
        Rpicam rpicam = rpicam();
        List<Rpicam.Listed> cameras = rpicam.cameras();
        if (script.isEmpty()) {
            return new RpicamFactory(rpicam, cameras, NanoClock.SYSTEM);
        }
        Path wrapper = rpicam.path().resolveSibling("scripted");
        List<String> lines = new ArrayList<>(List.of("#!/bin/sh",
            "RPICAM_SCRIPT='" + script + "' exec '" + rpicam.path() + "' \"$@\""));
        Files.write(wrapper, lines);
        if (!wrapper.toFile().setExecutable(true)) {
            throw new AssertionError(wrapper + " cannot be made executable");
        }
        return new RpicamFactory(new Rpicam(wrapper), cameras, NanoClock.SYSTEM);
    }
}
