package flathead.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Runs test classes in the guest of {@code guest/run}, a User-Mode Linux kernel that has the devices that a machine
 * lacks. The classes are kept out of the build's own run, by their tag or their name, and need junit-platform-console
 * on the class path. What says that a guest is there is for {@code @EnabledIf}: a factory that gives up by itself is
 * not reported as skipped.
 */
public final class InGuest {
    /** What to say where {@link #isBuilt()} is false. */
    public static final String WITHOUT =
        "no guest is built here; guest/kernel builds its kernel, once, in about 4 minutes, on x86_64";

    private static final String REPORT = "TEST-junit-jupiter.xml";
    private static final String DEBIAN = "sid";

    private final Path root = root();
    private final String name;
    private final List<String> options = new ArrayList<>();
    private final List<String> within = new ArrayList<>();
    private final List<String> properties = new ArrayList<>();
    private final List<String> selection = new ArrayList<>();

    /**
     * A run that is not yet begun.
     *
     * @param name of its folder under target/guest, and in the names of its tests
     * @param limitSeconds until the guest is ended
     */
    public InGuest(String name, int limitSeconds) {
        this.name = name;
        options.addAll(List.of("--limit", Integer.toString(limitSeconds)));
        within.add(script("udev"));
    }

    /** Whether the guest's kernel is built. */
    public static boolean isBuilt() throws IOException, InterruptedException {
        return answers(script("kernel"), "--built") != null;
    }

    /** Whether the guest has another Debian, with a newer libcamera, as well. */
    public static boolean hasDebian() throws IOException, InterruptedException {
        return isBuilt() && answers(script("debian"), "--built", DEBIAN) != null;
    }

    /** A parameter of the kernel, such as {@code vicodec.multiplanar=1}. */
    public InGuest parameter(String parameter) {
        options.addAll(List.of("--parameter", parameter));
        return this;
    }

    /** A system property of the tests. */
    public InGuest property(String key, String value) {
        properties.add("-D" + key + "=" + value);
        return this;
    }

    /** Leaves out methods whose {@code class#method} matches. */
    public InGuest without(String methods) {
        selection.addAll(List.of("--exclude-methodname", methods));
        return this;
    }

    /** The home is read-only in there; what was compiled for this machine's libcamera is found nevertheless. */
    public InGuest withThisLibcamera() {
        within.addAll(List.of("env", "HOME=/tmp", "XDG_CACHE_HOME=" + System.getenv().getOrDefault("XDG_CACHE_HOME",
            home() + "/.cache")));
        return this;
    }

    /**
     * In the other Debian, whose libcamera has these virtual cameras.
     *
     * @param virtual virtual.yaml of libcamera
     */
    public InGuest inDebian(Path virtual) throws IOException, InterruptedException {
        // What is compiled for that libcamera is kept in the guest's memory.
        within.addAll(List.of("env", "HOST_HOME=" + home(), "VIRTUAL=" + virtual.toAbsolutePath(), "HOME=/tmp",
            "XDG_CACHE_HOME=/tmp/cache", script("root"), answers(script("debian"), "--built", DEBIAN)));
        return this;
    }

    /**
     * Boots the guest, runs all tests of these classes in it, and answers one test for each of them. What they print
     * goes to standard output.
     */
    public Stream<DynamicTest> run(Class<?>... classes) throws Exception {
        Path folder = Files.createDirectories(Path.of("target/guest", name).toAbsolutePath());
        Files.deleteIfExists(folder.resolve(REPORT));
        String classPath = System.getProperty("java.class.path");
        Path java = Path.of(System.getProperty("java.home")).toRealPath();
        List<String> command = new ArrayList<>(List.of(script("run"), "--write", folder.toString()));
        for (String each : below(classPath + ":" + java + ":" + root)) {
            command.addAll(List.of("--read", each));
        }
        command.addAll(options);
        command.add("--");
        command.addAll(within);
        command.addAll(List.of(java + "/bin/java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-Dflathead.root=" + root));
        command.addAll(properties);
        command.addAll(List.of("-cp", classPath, "org.junit.platform.console.ConsoleLauncher", "execute",
            "--disable-banner", "--disable-ansi-colors", "--details=tree", "--reports-dir", folder.toString()));
        command.addAll(selection);
        for (Class<?> each : classes) {
            command.addAll(List.of("--select-class", each.getName()));
        }
        Path said = folder.resolve("output.txt");
        int code = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(new File("/dev/null"))
            .redirectOutput(said.toFile()).start().waitFor();
        System.out.print(Files.readString(said));
        if (!Files.exists(folder.resolve(REPORT))) {
            throw new AssertionError(name + " ended with " + code + " and no report:\n" + Files.readString(said));
        }
        return results(folder.resolve(REPORT)).stream();
    }

    /** The folders below /tmp that a guest has to be shown, as its own /tmp is empty. */
    private static Set<String> below(String paths) {
        Set<String> found = new TreeSet<>();
        for (String each : paths.split(":")) {
            Path path = Path.of(each).toAbsolutePath().normalize();
            if (path.startsWith("/tmp") && path.getNameCount() > 1) {
                found.add(Path.of("/").resolve(path.subpath(0, 2)).toString());
            }
        }
        return found;
    }

    private static String home() {
        return System.getenv().getOrDefault("HOME", "/tmp");
    }

    private static String script(String script) {
        return root().resolve("guest").resolve(script).toString();
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("guest/run"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** The line that a command prints; null if it fails. */
    private static String answers(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        return process.waitFor() == 0 ? said : null;
    }

    private List<DynamicTest> results(Path report) throws Exception {
        NodeList cases = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile())
            .getElementsByTagName("testcase");
        List<DynamicTest> results = new ArrayList<>();
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            String type = test.getAttribute("classname");
            String title = type.substring(type.lastIndexOf('.') + 1) + "." + test.getAttribute("name") + " " + name;
            results.add(DynamicTest.dynamicTest(title, () -> endAs(title, test)));
        }
        if (results.isEmpty()) {
            throw new AssertionError(name + ": no test ran");
        }
        return results;
    }

    /** Ends as the test in the guest ended. */
    private static void endAs(String title, Element test) {
        for (String bad : List.of("failure", "error", "skipped")) {
            NodeList found = test.getElementsByTagName(bad);
            if (found.getLength() > 0) {
                Element why = (Element) found.item(0);
                String text = title + ": " + why.getAttribute("message") + "\n" + why.getTextContent().strip();
                Assumptions.assumeFalse(bad.equals("skipped"), text);
                throw new AssertionError(text);
            }
        }
    }
}
