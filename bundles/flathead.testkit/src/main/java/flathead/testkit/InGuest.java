package flathead.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Runs test classes in the guest of {@code guest/run}, a User-Mode Linux kernel that has the devices that a machine
 * lacks. They are named so that a build does not run them by itself, and need junit-platform-console on the class path.
 */
public final class InGuest {
    private static final String REPORT = "TEST-junit-jupiter.xml";

    private InGuest() {
    }

    /**
     * Boots a guest, runs all tests of these classes in it, and answers one test for each of them. What they print goes
     * to standard output. Skipped where no guest's kernel has been built.
     *
     * @param limit seconds until the guest is ended
     * @param parameters of the kernel
     */
    public static Stream<DynamicTest> tests(int limit, List<String> parameters, Class<?>... classes) throws Exception {
        Path root = root();
        String guest = root.resolve("guest").toString();
        assumeTrue(run(List.of(guest + "/kernel", "--built")) == 0,
            "no guest: guest/kernel builds its kernel in about four minutes, once");
        Path reports = Files.createTempDirectory(Files.createDirectories(Path.of("target/guest").toAbsolutePath()),
            classes[0].getSimpleName());
        List<String> command = new ArrayList<>(List.of(guest + "/run", "--read", root.toString(), "--write",
            reports.toString(), "--limit", String.valueOf(limit)));
        parameters.forEach(parameter -> command.addAll(List.of("--parameter", parameter)));
        // The home is read-only in there; what was compiled for this machine's libcamera is found nevertheless.
        String cache = System.getenv().getOrDefault("XDG_CACHE_HOME",
            System.getenv().getOrDefault("HOME", "/tmp") + "/.cache");
        command.addAll(List.of("--", guest + "/udev", "env", "HOME=/tmp", "XDG_CACHE_HOME=" + cache,
            System.getProperty("java.home") + "/bin/java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-Dflathead.root=" + root, "-cp", System.getProperty("java.class.path"),
            "org.junit.platform.console.ConsoleLauncher", "execute", "--disable-banner", "--disable-ansi-colors",
            "--details=summary", "--reports-dir", reports.toString()));
        Arrays.stream(classes).forEach(each -> command.addAll(List.of("--select-class", each.getName())));
        int code = run(command);
        Path report = reports.resolve(REPORT);
        if (!Files.exists(report)) {
            throw new AssertionError("the guest made no report; exit code " + code);
        }
        return results(report).stream();
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("guest/run"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream out = process.getInputStream()) {
            process.getOutputStream().close();
            System.out.print(new String(out.readAllBytes(), StandardCharsets.UTF_8));
            return process.waitFor();
        } finally {
            process.destroy();
        }
    }

    private static List<DynamicTest> results(Path report) throws Exception {
        NodeList cases = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile())
            .getElementsByTagName("testcase");
        List<DynamicTest> results = new ArrayList<>();
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            String failure = text(test, "failure") + text(test, "error");
            String skip = text(test, "skipped");
            String type = test.getAttribute("classname");
            results.add(DynamicTest.dynamicTest(
                type.substring(type.lastIndexOf('.') + 1) + "." + test.getAttribute("name"), () -> {
                    assumeTrue(skip.isEmpty(), skip);
                    if (!failure.isEmpty()) {
                        throw new AssertionError("in the guest: " + failure);
                    }
                }));
        }
        return results;
    }

    private static String text(Element test, String name) {
        NodeList found = test.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : name + ": " + ((Element) found.item(0)).getAttribute("message") + "\n"
            + found.item(0).getTextContent();
    }
}
