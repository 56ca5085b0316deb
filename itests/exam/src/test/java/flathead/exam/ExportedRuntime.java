package flathead.exam;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.streamBundle;
import static org.ops4j.pax.exam.CoreOptions.systemPackage;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import flathead.stamp.Stamp;
import flathead.stamp.StampReader;
import flathead.testkit.Await;
import flathead.testkit.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.tinybundles.TinyBundles;
import org.osgi.framework.Constants;

/**
 * What an exported runtime would start: the bundles in its jar at their start levels, its framework properties and its
 * settings, on ports that nobody uses.
 */
final class ExportedRuntime {
    /** System properties by which a test learns the ports. */
    static final String PORT = "flathead.exam.port";
    static final String CONSOLE_PORT = "flathead.exam.console.port";

    private static final Path ROOT = Path.of(System.getProperty("flathead.root", "../..")).toAbsolutePath();
    private static final Pattern LEVEL = Pattern.compile("([^,;=]+);version=\"[^\"]*\";startlevel=(\\d+)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\[env:(\\w+);(?:type=\\w+;)?default=([^\\]]*)\\]");

    private ExportedRuntime() {
    }

    /** Everything that Pax Exam needs to start the runtime of this name. */
    static Option[] of(String name) {
        try {
            return options(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Option[] options(String name) throws IOException {
        Path folder = Files.createDirectories(Path.of("target/exam", name).toAbsolutePath());
        List<Option> options = new ArrayList<>();
        try (JarFile jar = new JarFile(ROOT.resolve("runtimes/target/" + name + ".jar").toFile())) {
            Properties properties = new Properties();
            try (InputStream in = jar.getInputStream(jar.getEntry("launcher.properties"))) {
                properties.load(in);
            }
            List<Integer> levels = new ArrayList<>();
            Matcher level = LEVEL.matcher(properties.getProperty("launch.runbundles.attrs"));
            while (level.find()) {
                levels.add(Integer.parseInt(level.group(2)));
            }
            String[] bundles = properties.getProperty("launch.bundles").split(",");
            if (levels.size() != bundles.length) {
                throw new IOException(bundles.length + " bundles with " + levels.size() + " start levels");
            }
            for (int i = 0; i < bundles.length; i++) {
                Path file = folder.resolve(Path.of(bundles[i]).getFileName());
                try (InputStream in = jar.getInputStream(jar.getEntry(bundles[i]))) {
                    Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                }
                // The log is there before Pax Exam's own bundles, which are at level 2, or everybody's lines are lost.
                options.add(bundle(file.toUri().toString()).startLevel(levels.get(i) <= 2 ? 1 : levels.get(i)));
            }
            for (String key : properties.stringPropertyNames()) {
                if (!key.startsWith("launch.") && !key.startsWith("java.")
                        && !key.startsWith("org.osgi.framework.startlevel") && !key.equals("configurator.initial")) {
                    options.add(frameworkProperty(key).value(properties.getProperty(key)));
                }
            }
        }
        options.add(systemPackage("sun.misc"));
        options.add(frameworkProperty("configurator.initial").value(settings(name, folder, options)));
        options.add(junitBundles());
        options.add(streamBundle(TinyBundles.bundle().addClass(Await.class).addClass(Stamp.class)
            .addClass(StampReader.class).setHeader(Constants.BUNDLE_SYMBOLICNAME, "await")
            .setHeader(Constants.BUNDLE_MANIFESTVERSION, "2")
            .setHeader(Constants.EXPORT_PACKAGE, Await.class.getPackageName() + "," + Stamp.class.getPackageName())
            .build(TinyBundles.rawBuilder())));
        return options.toArray(Option[]::new);
    }

    /** The runtime's settings with other ports and with libx264; their URL. */
    private static String settings(String name, Path folder, List<Option> options) throws IOException {
        String port = Integer.toString(FreePort.find());
        String consolePort = Integer.toString(FreePort.find());
        options.add(systemProperty(PORT).value(port));
        options.add(systemProperty(CONSOLE_PORT).value(consolePort));
        Matcher variable = VARIABLE.matcher(Files.readString(ROOT.resolve("config/" + name + ".json")));
        String text = variable.replaceAll(match -> switch (match.group(1)) {
            case "PORT" -> port;
            case "CONSOLE_PORT" -> consolePort;
            case "SERVER_URL" -> "http://127.0.0.1:" + port;
            case "FLATHEAD_X264" -> "true";
            default -> Matcher.quoteReplacement(match.group());
        });
        return Files.writeString(folder.resolve("settings.json"), text).toUri().toString();
    }
}
