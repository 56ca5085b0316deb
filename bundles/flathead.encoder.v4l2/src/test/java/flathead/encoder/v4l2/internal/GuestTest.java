package flathead.encoder.v4l2.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Runs the tests with the tag {@code guest}, those that need a device, in a guest (see {@code guest/run}): once with
 * vicodec's single-planar interface and once with the multi-planar one, both at a time. Each of them is a test here.
 */
@Timeout(600)
class GuestTest {
    private static final Path SCRIPTS = Path.of("../../guest").toAbsolutePath().normalize();
    private static final Path REPORTS = Path.of("target/guest").toAbsolutePath();
    private static final String LIMIT_SECONDS = "270";
    /** What FWHT has not: a rate, and keyframes on request alone. {@link Bcm2835ContractTest} has it. */
    private static final String WITHOUT = ".*VicodecContractGuestTest#(theFirstPictureIsAKeyframeAndNoneElseUnasked"
        + "|aKeyframeWishHoldsForTheNextPicture|theKeyframeIntervalIsKeptAndChangesLive|theRateIsKept"
        + "|settingsChangeTheRateLive|aLimitLowersTheRateAndLiftsAgain)\\b.*";

    static boolean isBuilt() throws IOException, InterruptedException {
        Files.createDirectories(REPORTS);
        return run(REPORTS.resolve("kernel.txt"), List.of(SCRIPTS.resolve("kernel").toString(), "--built")) == 0;
    }

    @TestFactory
    @EnabledIf(value = "isBuilt", disabledReason = "no guest is built here, so hardware encoders are not tested;"
        + " guest/kernel builds it, once, in about 4 minutes, on x86_64")
    Stream<DynamicTest> onTheDevicesOfARealKernel() {
        CompletableFuture<List<DynamicTest>> single = CompletableFuture.supplyAsync(() -> inGuest("single-planar", 0));
        List<DynamicTest> multi = inGuest("multi-planar", 1);
        return Stream.concat(single.join().stream(), multi.stream());
    }

    private static List<DynamicTest> inGuest(String name, int multiplanar) {
        try {
            return run(name, multiplanar);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(name + " did not run", e);
        }
    }

    private static List<DynamicTest> run(String name, int multiplanar) throws IOException, InterruptedException {
        Path folder = REPORTS.resolve(name);
        Path report = folder.resolve("TEST-junit-jupiter.xml");
        Path output = REPORTS.resolve(name + ".txt");
        Files.createDirectories(folder);
        Files.deleteIfExists(report);
        String classPath = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>(List.of(SCRIPTS.resolve("run").toString(), "--limit", LIMIT_SECONDS,
            "--parameter", "vicodec.multiplanar=" + multiplanar, "--write", folder.toString()));
        for (String each : below(classPath + ":" + System.getProperty("java.home"))) {
            command.addAll(List.of("--read", each));
        }
        command.addAll(List.of("--", Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dflathead.multiplanar=" + (multiplanar == 1), "-cp",
            classPath, "org.junit.platform.console.ConsoleLauncher", "execute", "--disable-banner",
            "--disable-ansi-colors", "--details=tree", "--include-tag", "guest", "--exclude-methodname", WITHOUT,
            "--scan-class-path", Path.of("target/test-classes").toAbsolutePath().toString(), "--reports-dir",
            folder.toString()));
        int code = run(output, command);
        if (!Files.exists(report)) {
            fail(name + " ended with " + code + " and no report:\n" + Files.readString(output));
        }
        List<DynamicTest> tests = read(name, report);
        assertTrue(tests.size() >= 15, name + ": only " + tests.size() + " tests ran");
        return tests;
    }

    /** The folders below /tmp that a guest has to be shown, as its own /tmp is empty. */
    private static Set<String> below(String paths) {
        Set<String> found = new TreeSet<>();
        for (String each : paths.split(":")) {
            Path path = Path.of(each).toAbsolutePath().normalize();
            if (path.startsWith("/tmp")) {
                found.add(Path.of("/").resolve(path.subpath(0, 2)).toString());
            }
        }
        return found;
    }

    private static int run(Path output, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
            .redirectInput(new java.io.File("/dev/null")).start();
        if (!process.waitFor(290, TimeUnit.SECONDS)) {
            process.destroy();
            fail(command.get(0) + " does not end");
        }
        return process.exitValue();
    }

    private static List<DynamicTest> read(String name, Path report) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try {
            NodeList cases = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile())
                .getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) {
                Element each = (Element) cases.item(i);
                String title = each.getAttribute("classname").replaceAll(".*\\.", "") + "." + each.getAttribute("name")
                    + " " + name;
                tests.add(DynamicTest.dynamicTest(title, () -> repeat(title, each)));
            }
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(report + " cannot be read", e);
        }
        return tests;
    }

    /** Ends as the test in the guest ended. */
    private static void repeat(String title, Element result) {
        for (String bad : List.of("failure", "error", "skipped")) {
            NodeList found = result.getElementsByTagName(bad);
            if (found.getLength() > 0) {
                String why = title + ": " + found.item(0).getTextContent().trim();
                if (bad.equals("skipped")) {
                    Assumptions.abort(why);
                }
                fail(why);
            }
        }
    }
}
