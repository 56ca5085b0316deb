package flathead.encoder.v4l2.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Compares {@link Layout} with the kernel's headers, by a program in C, for each machine that Flathead runs on. */
@Timeout(60)
class LayoutTest {
    @TempDir
    private Path folder;

    @Test
    void thisMachinesHeadersSayTheSame() throws IOException, InterruptedException {
        assumeTrue(has("cc"), "no C compiler on this system: apt install gcc libc6-dev");
        compare(List.of("cc"), List.of());
    }

    @Test
    void thoseOfAarch64SayTheSame() throws IOException, InterruptedException {
        boolean here = System.getProperty("os.arch").equals("aarch64");
        assumeTrue(has("aarch64-linux-gnu-gcc") && (here || has("qemu-aarch64-static")), "nothing that compiles for"
            + " aarch64 and runs that: apt install gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static");
        compare(List.of("aarch64-linux-gnu-gcc", "-static"), here ? List.of() : List.of("qemu-aarch64-static"));
    }

    private void compare(List<String> compiler, List<String> runner) throws IOException, InterruptedException {
        Map<String, String> expressions = expressions();
        Map<String, Long> ours = constants();
        assertEquals(ours.keySet(), expressions.keySet(), "every constant is compared");
        StringBuilder program = new StringBuilder();
        for (String header : List.of("errno.h", "fcntl.h", "linux/videodev2.h", "poll.h", "stddef.h", "stdio.h",
                "sys/eventfd.h", "sys/mman.h")) {
            program.append("#include <").append(header).append(">\n");
        }
        program.append("int main(void) {\n");
        expressions.forEach((name, expression) -> program.append("printf(\"").append(name).append(" %lld\\n\", ")
            .append("(long long) (").append(expression).append("));\n"));
        Files.writeString(folder.resolve("layout.c"), program + "return 0; }\n");
        List<String> compile = new ArrayList<>(compiler);
        compile.addAll(List.of("-o", "layout", "layout.c"));
        assertEquals(List.of(), lines(compile));
        List<String> start = new ArrayList<>(runner);
        start.add(folder.resolve("layout").toString());
        Map<String, Long> theirs = new TreeMap<>();
        for (String line : lines(start)) {
            theirs.put(line.replaceAll(" .*", ""), Long.parseLong(line.replaceAll(".* ", "")));
        }
        // an int here may be an unsigned one there
        theirs.replaceAll((name, value) -> ours.get(name) < 0 ? (long) value.intValue() : value);
        assertEquals(ours, theirs);
    }

    /** What each constant is in C. */
    private static Map<String, String> expressions() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (InputStream lines = LayoutTest.class.getResourceAsStream("layout.txt")) {
            for (String line : new String(lines.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.startsWith("#")) {
                    found.put(line.replaceAll(" .*", ""), line.replaceFirst("[^ ]* +", ""));
                }
            }
        }
        return found;
    }

    private static Map<String, Long> constants() {
        Map<String, Long> found = new TreeMap<>();
        for (var field : Layout.class.getDeclaredFields()) {
            try {
                found.put(field.getName(), ((Number) field.get(null)).longValue());
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
        return found;
    }

    private static boolean has(String program) {
        for (String each : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(each, program))) {
                return true;
            }
        }
        return false;
    }

    private List<String> lines(List<String> command) throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
            .redirectOutput(said.toFile()).start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), command.get(0) + " ends");
        List<String> lines = Files.readAllLines(said);
        assertEquals(0, process.exitValue(), () -> String.join("\n", lines));
        return lines;
    }
}
