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
     */
    public static Stream<DynamicTest> tests(int limit, Class<?>... classes) throws Exception {
        String cache = System.getenv().getOrDefault("XDG_CACHE_HOME",
            System.getenv().getOrDefault("HOME", "/tmp") + "/.cache");
        // The home is read-only in there; what was compiled for this machine's libcamera is found nevertheless.
        return run(limit, List.of("env", "HOME=/tmp", "XDG_CACHE_HOME=" + cache), classes);
    }

    /**
     * The same in another Debian, with two virtual cameras. Left to {@code ./flathead test --long}, which makes one.
     *
     * @param suite such as {@code sid}
     * @param virtual virtual.yaml of libcamera
     */
    public static Stream<DynamicTest> testsIn(String suite, Path virtual, int limit, Class<?>... classes)
            throws Exception {
        StringBuilder folder = new StringBuilder();
        assumeTrue(run(List.of(root().resolve("guest/debian").toString(), "--built", suite), folder) == 0,
            "left to ./flathead test --long, for which guest/debian makes a Debian " + suite);
        // What is compiled for that libcamera is kept in the guest's memory.
        return run(limit, List.of("env", "HOST_HOME=" + System.getenv().getOrDefault("HOME", "/root"),
            "VIRTUAL=" + virtual.toAbsolutePath(), "HOME=/tmp", "XDG_CACHE_HOME=/tmp/cache",
            root().resolve("guest/root").toString(), folder.toString().strip()), classes);
    }

    private static Stream<DynamicTest> run(int limit, List<String> within, Class<?>... classes) throws Exception {
        Path root = root();
        String guest = root.resolve("guest").toString();
        assumeTrue(run(List.of(guest + "/kernel", "--built"), new StringBuilder()) == 0,
            "no guest: guest/kernel builds its kernel in about four minutes, once");
        Path reports = Files.createTempDirectory(Files.createDirectories(Path.of("target/guest").toAbsolutePath()),
            classes[0].getSimpleName());
        List<String> command = new ArrayList<>(List.of(guest + "/run", "--read", root.toString(), "--write",
            reports.toString(), "--limit", String.valueOf(limit), "--", guest + "/udev"));
        command.addAll(within);
        command.addAll(List.of(Path.of(System.getProperty("java.home")).toRealPath() + "/bin/java",
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dflathead.root=" + root, "-cp",
            System.getProperty("java.class.path"), "org.junit.platform.console.ConsoleLauncher", "execute",
            "--disable-banner", "--disable-ansi-colors", "--details=summary", "--reports-dir", reports.toString()));
        Arrays.stream(classes).forEach(each -> command.addAll(List.of("--select-class", each.getName())));
        StringBuilder said = new StringBuilder();
        int code = run(command, said);
        System.out.print(said);
        Path report = reports.resolve(REPORT);
        if (!Files.exists(report)) {
            throw new AssertionError("the guest made no report; exit code " + code + "\n" + said);
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

    private static int run(List<String> command, StringBuilder said) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream out = process.getInputStream()) {
            process.getOutputStream().close();
            said.append(new String(out.readAllBytes(), StandardCharsets.UTF_8));
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
