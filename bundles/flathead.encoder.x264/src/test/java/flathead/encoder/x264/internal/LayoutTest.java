package flathead.encoder.x264.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Compares what is known of libx264's structures with the header that is installed, by a program in C. */
@Timeout(60)
class LayoutTest {
    private final List<String> statements = new ArrayList<>();
    private final List<Integer> expected = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void theHeaderSaysTheSame() throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of("/usr/include/x264.h")), "no x264.h on this system: apt install libx264-dev");
        field("x264_param_t", "i_sync_lookahead", Layout.SYNC_LOOKAHEAD);
        field("x264_param_t", "i_width", Layout.WIDTH);
        field("x264_param_t", "i_height", Layout.HEIGHT);
        field("x264_param_t", "i_csp", Layout.COLOUR_SPACE);
        field("x264_param_t", "i_bitdepth", Layout.BIT_DEPTH);
        field("x264_param_t", "i_level_idc", Layout.LEVEL);
        field("x264_picture_t", "i_type", Layout.TYPE);
        field("x264_picture_t", "b_keyframe", Layout.KEYFRAME);
        field("x264_picture_t", "i_pts", Layout.PTS);
        field("x264_picture_t", "img.i_csp", Layout.IMAGE_COLOUR_SPACE);
        field("x264_picture_t", "img.i_plane", Layout.PLANE_COUNT);
        field("x264_picture_t", "img.i_stride", Layout.STRIDES);
        field("x264_picture_t", "img.plane", Layout.PLANES);
        field("x264_nal_t", "i_type", Layout.NAL_TYPE);
        field("x264_nal_t", "i_payload", Layout.NAL_SIZE);
        field("x264_nal_t", "p_payload", Layout.NAL_BYTES);
        value("sizeof(x264_nal_t)", Layout.NAL);
        value("X264_CSP_I420", Layout.I420);
        value("X264_CSP_NV12", Layout.NV12);
        value("X264_TYPE_AUTO", Layout.AUTO);
        value("X264_TYPE_IDR", Layout.IDR);
        value("sizeof(x264_param_t) <= " + Layout.PARAMETERS, 1);
        value("sizeof(x264_picture_t) <= " + Layout.PICTURE, 1);
        List<Integer> said = run();
        int build = said.remove(said.size() - 1);
        assertTrue(Arrays.stream(Layout.BUILDS).anyMatch(known -> known == build), "build " + build);
        for (int i = 0; i < statements.size(); i++) {
            assertEquals(expected.get(i), said.get(i), statements.get(i));
        }
    }

    private void field(String structure, String name, int offset) {
        value("offsetof(" + structure + ", " + name + ")", offset);
    }

    private void value(String expression, int result) {
        statements.add(expression);
        expected.add(result);
    }

    /** What the expressions amount to, and the build. */
    private List<Integer> run() throws IOException, InterruptedException {
        StringBuilder program = new StringBuilder("#include <stddef.h>\n#include <stdint.h>\n#include <stdio.h>\n"
            + "#include <x264.h>\nint main(void) {\n");
        statements.forEach(each -> program.append("printf(\"%d\\n\", (int) (").append(each).append("));\n"));
        program.append("printf(\"%d\\n\", X264_BUILD);\nreturn 0; }\n");
        Files.writeString(folder.resolve("layout.c"), program);
        try {
            lines("cc", "--version");
        } catch (IOException e) {
            Assumptions.abort("no C compiler on this system: apt install gcc libc6-dev");
        }
        assertEquals(List.of(), lines("cc", "-o", "layout", "layout.c"));
        List<Integer> numbers = new ArrayList<>();
        for (String line : lines(folder.resolve("layout").toString())) {
            numbers.add(Integer.valueOf(line));
        }
        return numbers;
    }

    private List<String> lines(String... command) throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
            .redirectOutput(said.toFile()).start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), command[0] + " ends");
        List<String> lines = Files.readAllLines(said);
        assertEquals(0, process.exitValue(), () -> String.join("\n", lines));
        return lines;
    }
}
