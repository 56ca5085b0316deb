package flathead.config.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EffectiveTest {
    private static final String LEFT = "flathead.camera~left";
    private static final String FORM = """
        <?xml version="1.0" encoding="UTF-8"?>
        <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
          <OCD id="camera" name="Camera">
            <AD id="fps" type="Integer" default="30"/>
            <AD id="encoder.target" type="String"/>
          </OCD>
          <OCD id="console" name="Console">
            <AD id="code" type="Password" default=""/>
            <AD id="port" type="Integer" default="1"/>
          </OCD>
          <Designate factoryPid="flathead.camera"><Object ocdref="camera"/></Designate>
          <Designate pid="flathead.console"><Object ocdref="console"/></Designate>
        </metatype:MetaData>
        """;
    private static final String FILE = """
        // The Configurator allows comments.
        {
          ":configurator:version": "1.0.0",
          "org.apache.felix.http": { "org.osgi.service.http.port": "$[env:PORT;type=Integer;default=8080]" },
          "flathead.client": { "url": "http://127.0.0.1:$[env:PORT;default=8080]/a" }, /* slashes in a text stay */
          "flathead.camera~left": { "device": "$[env:LEFT;default=0]", "fps:Integer": 30, "label": "LEFT" },
          "org.example.other": { "x": 1 }
        }
        """;

    private final Map<String, String> environment = new TreeMap<>();
    private Effective effective;
    private ConfigFile file;

    @BeforeEach
    void read() throws IOException {
        Forms forms = new Forms();
        forms.add(new ByteArrayInputStream(FORM.getBytes(StandardCharsets.UTF_8)));
        file = ConfigFile.parse("config/demo.json", FILE);
        effective = new Effective(forms, file, FileView.NONE, environment::get);
    }

    private static Row find(List<Row> rows, String pid, String name) {
        return rows.stream().filter(row -> row.pid().equals(pid) && row.name().equals(name)).findFirst().orElseThrow();
    }

    private Row left(String name, Map<String, String> stored) {
        Map<String, Map<String, String>> all = new TreeMap<>(file.values());
        all.put(LEFT, stored);
        return find(effective.of(all), LEFT, name);
    }

    @Test
    void tellsFileDefaultAndEnvironmentApart() {
        environment.put("PORT", "9000");
        List<Row> rows = effective.ofFiles();
        assertEquals(new Row(LEFT, "fps", "30", "config/demo.json"), find(rows, LEFT, "fps"));
        assertEquals(new Row(LEFT, "device", "0", "config/demo.json (LEFT not set)"), find(rows, LEFT, "device"));
        assertEquals(new Row(LEFT, "encoder.target", "-", "default"), find(rows, LEFT, "encoder.target"));
        assertEquals(new Row("flathead.client", "url", "http://127.0.0.1:9000/a", "environment PORT"),
            find(rows, "flathead.client", "url"));
        assertEquals("9000", find(rows, "org.apache.felix.http", "org.osgi.service.http.port").value());
        assertEquals(new Row("flathead.console", "port", "1", "default"), find(rows, "flathead.console", "port"));
        assertTrue(rows.stream().noneMatch(row -> row.pid().equals("org.example.other")));
    }

    @Test
    void tellsWhatWasEdited() {
        Map<String, String> stored = new TreeMap<>(file.values().get(LEFT));
        assertEquals("config/demo.json", left("fps", stored).from());
        stored.put("fps", "15");
        stored.put("encoder.target", "(flathead.encoder=x264)");
        stored.put("device", "0");
        stored.put("service.pid", LEFT);
        stored.remove("label");
        assertEquals(new Row(LEFT, "fps", "15", "edited; config/demo.json has 30"), left("fps", stored));
        assertEquals(new Row(LEFT, "encoder.target", "(flathead.encoder=x264)", "edited"),
            left("encoder.target", stored));
        assertEquals("edited; config/demo.json has 0", left("device", stored).from(), "it no longer follows LEFT");
        assertEquals(new Row(LEFT, "label", "-", "edited; config/demo.json has LEFT"), left("label", stored));
        stored.put("encoder.target", "");
        assertEquals(new Row(LEFT, "encoder.target", "-", "default"), left("encoder.target", stored), "left empty");
        stored.remove("fps");
        assertEquals(new Row(LEFT, "fps", "30", "edited; config/demo.json has 30"), left("fps", stored));
        Map<String, Map<String, String>> all = Map.of(LEFT, stored);
        assertTrue(effective.of(all).stream().noneMatch(row -> row.name().equals("service.pid")));
    }

    @Test
    void tellsWhatComesFromTheFileOfConfigPath() throws Exception {
        Forms forms = TestForms.forms();
        ConfigFile initial = TestForms.initial();
        FileView view = new FileView("/etc/robot.yaml", YamlSettings.read("""
            cameras:
              left: { device_id: 2, fps: 15 }
              rear: { device_id: 3 }
            """, forms, true), "");
        Effective from = new Effective(forms, initial, view, environment::get);
        List<Row> rows = from.ofFiles();
        assertEquals(new Row(LEFT, "fps", "15", "/etc/robot.yaml, line 2"), find(rows, LEFT, "fps"));
        assertEquals(new Row(LEFT, "device", "2", "/etc/robot.yaml, line 2 (LEFT_CAMERA_ID not set)"),
            find(rows, LEFT, "device"));
        assertEquals(new Row(LEFT, "width", "640", "config/pi.json"), find(rows, LEFT, "width"));
        String rear = TestForms.REAR;
        assertEquals(new Row(rear, "device", "3", "/etc/robot.yaml, line 3"), find(rows, rear, "device"));
        assertEquals(new Row(rear, "width", "640", "config/pi.json"), find(rows, rear, "width"));
        assertEquals(new Row(rear, "fps", "30", "default"), find(rows, rear, "fps"));
        environment.put("LEFT_CAMERA_ID", "9");
        assertEquals(new Row(LEFT, "device", "9", "environment LEFT_CAMERA_ID; /etc/robot.yaml, line 2 has 2"),
            find(from.ofFiles(), LEFT, "device"));
        Map<String, Map<String, String>> edited = Map.of(LEFT, Map.of("fps", "10", "device", "4"));
        assertEquals(new Row(LEFT, "fps", "10", "edited; /etc/robot.yaml, line 2 has 15"),
            find(from.of(edited), LEFT, "fps"));
        assertEquals(new Row(LEFT, "device", "4", "edited; /etc/robot.yaml, line 2 has 2"),
            find(from.of(edited), LEFT, "device"));
    }

    @Test
    void neverShowsASecret() {
        List<Row> rows = effective.of(Map.of(
            "flathead.console", Map.of("code", "let me in", "password", "hunter2", "password.hash", "pbkdf2"),
            LEFT, Map.of("label", "$[secret:label]")));
        assertTrue(rows.stream().noneMatch(row -> row.toString().matches(".*(let me in|hunter2|pbkdf2).*")));
        assertEquals("(not shown)", find(rows, "flathead.console", "code").value());
        assertEquals("(not shown)", find(rows, "flathead.console", "password.hash").value());
        assertEquals("(not shown)", find(rows, LEFT, "label").value());
    }

    @Test
    void writesATable() {
        assertEquals("""
            configuration  setting  value  from
            a              long     1      default
            abc            b        22     edited
            """, Row.table(List.of(new Row("a", "long", "1", "default"), new Row("abc", "b", "22", "edited"))));
    }

    @Test
    void fillsPlaceholdersIn() {
        environment.put("A", "$1 \\ costs");
        Placeholders filled = Placeholders.fill("<$[env:A]|$[env:B;default=]|$[env:C]>", environment::get);
        assertEquals("<$1 \\ costs||$[env:C]>", filled.text());
        assertEquals(Set.of("A"), filled.set());
        assertEquals(Set.of("B", "C"), filled.unset());
    }

    @Test
    void saysWhichFileIsWrong() {
        String message = assertThrows(IOException.class, () -> ConfigFile.parse("config/pi.json", "{ \"a\": }"))
            .getMessage();
        assertTrue(message.startsWith("config/pi.json is not JSON: "), message);
        assertTrue(message.indexOf('\n') < 0, message);
    }
}
