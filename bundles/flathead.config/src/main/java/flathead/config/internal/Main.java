package flathead.config.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Prints what a runtime would start with that never ran. */
public final class Main {
    private Main() {
    }

    /**
     * Prints the table.
     *
     * @param arguments the exported runtime's jar, and its file of initial values
     */
    public static void main(String... arguments) {
        if (arguments.length != 2) {
            System.err.println("usage: <runtime.jar> <runtime.json>");
            System.exit(2);
        }
        try {
            System.out.print(table(Path.of(arguments[0]), Path.of(arguments[1])));
        } catch (IOException e) {
            System.err.println("flathead: " + e.getMessage());
            System.exit(1);
        }
    }

    static String table(Path runtime, Path file) throws IOException {
        Forms forms = new Forms();
        try (InputStream in = Files.newInputStream(runtime); ZipInputStream jars = new ZipInputStream(in)) {
            for (ZipEntry jar = jars.getNextEntry(); jar != null; jar = jars.getNextEntry()) {
                if (jar.getName().endsWith(".jar")) {
                    addForms(forms, new ZipInputStream(jars));
                }
            }
        }
        ConfigFile initial = ConfigFile.read(file);
        FileView view = view(forms, initial);
        return Row.table(new Effective(forms, initial, view, System::getenv).ofFiles())
            + view.note("So nothing of that file would be taken.");
    }

    /** What a runtime would take of the file that it would read. */
    private static FileView view(Forms forms, ConfigFile initial) {
        SortedMap<String, String> settings = initial.of(SettingsFile.PID);
        String path = Placeholders.fill(settings.getOrDefault("path", ""), System::getenv).text().strip();
        if (path.isEmpty()) {
            return FileView.NONE;
        }
        FileView view = new FileView(path, YamlSettings.NONE, "");
        try {
            boolean server = !"false".equals(settings.get("server"));
            return new FileView(path,
                YamlSettings.read(Files.readString(Path.of(path)), forms, server), "");
        } catch (YamlSettings.Refused e) {
            return view.withFaults(e);
        } catch (IOException e) {
            return view.withTrouble(path + " cannot be read: " + e);
        }
    }

    /** Not closed: it reads from the jar around it. */
    private static void addForms(Forms forms, ZipInputStream jar) throws IOException {
        for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
            if (entry.getName().startsWith("OSGI-INF/metatype/") && entry.getName().endsWith(".xml")) {
                forms.add(new ByteArrayInputStream(jar.readAllBytes()));
            }
        }
    }
}
