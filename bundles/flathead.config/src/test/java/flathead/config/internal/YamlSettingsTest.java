package flathead.config.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlSettingsTest {
    private static YamlSettings read(String text) throws YamlSettings.Refused {
        return YamlSettings.read(text, TestForms.forms(), true);
    }

    private static List<String> shown(YamlSettings file) {
        return file.settings().stream().map(each -> each.pid().replaceFirst(".*[.]", "") + " " + each.name() + "="
            + each.value() + ":" + each.value().getClass().getSimpleName() + " " + each.place().line()).toList();
    }

    private static List<String> faults(String text) {
        return assertThrows(YamlSettings.Refused.class, () -> read(text)).faults().stream().map(Object::toString)
            .toList();
    }

    @Test
    void readsTheFileOfTheReplacedSystem() throws Exception {
        YamlSettings file = read("""
            server:
              url: "http://192.168.1.100:8080"
              namespace: "/stream"
            cameras:
              left:  { device_id: 0, width: 1280, height: 720, fps: 15 }
              right: { device_id: 1 }
            reconnect_delay: 5
            """);
        assertEquals(List.of("client url=http://192.168.1.100:8080:String 2", "client namespace=/stream:String 3",
            "camera~left device=0:String 5", "camera~left width=1280:Integer 5", "camera~left height=720:Integer 5",
            "camera~left fps=15:Integer 5", "camera~right device=1:String 6",
            "client reconnect_delay=5.0:Double 7"), shown(file));
        assertEquals(List.of(), file.unknown());
    }

    @Test
    void whatHasNoValueIsNotAskedFor() throws Exception {
        for (String text : List.of("", "# nothing\n", "---\n", "{}", "server:\ncameras:\n  left:\n",
                "cameras: { left: { fps: } }\nserver: { url: ~ }")) {
            assertEquals(List.of(), read(text).settings(), text);
        }
        assertEquals(Set.of(TestForms.REAR), read("cameras: { rear: }").cameras());
    }

    @Test
    void takesTheNamesOfTheCamerasOwnConfiguration() throws Exception {
        assertEquals(List.of("camera~rear device=usb:String 1", "camera~rear bitrate=800000:Integer 1",
            "camera~rear gain=2.0:Double 1", "camera~rear hdr=night:String 1", "camera~rear enabled=false:Boolean 1"),
            shown(read("cameras: {rear: {device: usb, bitrate: 800000, gain: 2, hdr: night, enabled: false}}")));
    }

    @Test
    void namesEachUnknownKeyWithItsLine() throws Exception {
        YamlSettings file = read("""
            servers: {}
            server: { url: "http://a:1", name: /s }
            cameras:
              left:
                fsp: 15
                fps: 15
            """);
        assertEquals(List.of("line 1, column 1: servers", "line 2, column 30: server.name",
            "line 5, column 5: cameras.left.fsp"), file.unknown().stream().map(Object::toString).toList());
        assertEquals(2, file.settings().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "fps: fast | `cameras.left.fps = \"fast\" is not allowed; a whole number within 1..240 is`",
        "fps: \"30\" | `cameras.left.fps = \"30\" is not allowed; a whole number within 1..240 is`",
        "fps: 30.5 | cameras.left.fps = 30.5 is not allowed; a whole number within 1..240 is",
        "fps: 0 | cameras.left.fps = 0 is not allowed; a whole number within 1..240 is",
        "fps: 9999999999 | cameras.left.fps = 9999999999 is not allowed; a whole number within 1..240 is",
        "fps: [30] | `cameras.left.fps = a list, or something nested is not allowed; a whole number within 1..240 is`",
        "fps: true | cameras.left.fps = true is not allowed; a whole number within 1..240 is",
        "gain: .inf | `cameras.left.gain = \".inf\" is not allowed; a number within 0..1000 is`",
        "enabled: 1 | cameras.left.enabled = 1 is not allowed; true or false is",
        "hdr: dusk | `cameras.left.hdr = \"dusk\" is not allowed; \"\", off, night is`",
    })
    void refusesWrongTypes(String line, String message) {
        String key = line.substring(0, line.indexOf(':') + 2);
        assertEquals(List.of("line 3, column " + (key.length() + 5) + ": " + message),
            faults("cameras:\n  left:\n    " + line + "\n"));
    }

    @Test
    void refusesWrongSectionsNamesAndServers() {
        assertEquals(List.of("line 1, column 10: cameras = a list, or something nested is not allowed; "
            + "a section, with keys of its own is"), faults("cameras: [left]"));
        assertEquals(List.of("line 1, column 1: the file = \"left\" is not allowed; a section, with keys of its own "
            + "is"), faults("left"));
        assertEquals(List.of("line 1, column 11: cameras.a b is not allowed; "
            + "a name of at most 32 letters, digits and _ . - is"), faults("cameras: {a b: {fps: 3}}"));
        assertEquals(List.of("line 1, column 34: cameras.left.device is not allowed; device_id or device is, "
            + "not both"), faults("cameras: { left: { device_id: 1, device: 2 } }"));
        assertEquals(List.of("line 1, column 16: server.url = \"host:80\" is not allowed; "
            + "http://host:port or https://host:port is"), faults("server: { url: \"host:80\" }"));
        assertEquals(List.of("line 1, column 22: server.namespace = \"stream\" is not allowed; "
            + "a text that begins with /, such as /stream is"), faults("server: { namespace: stream }"));
        assertEquals(2, faults("cameras: { left: { fps: a, width: b, height: 480 } }").size());
    }

    @Test
    void refusesWhatIsNotYaml() {
        for (String text : List.of("cameras: {", "a: b: c", "\t- x", "- a\nb", "a: 1\na: 2", "? {x: 1}\n: 2",
                "--- a\n--- b",
                "x: &a [*a, &b [*b]]\ny: *nothing", "[".repeat(20_000), "{".repeat(60_000), "\u0000", "a: \"\\q\"")) {
            List<String> faults = faults(text);
            assertEquals(1, faults.size());
            assertTrue(faults.get(0).matches("line \\d+, column \\d+: .*") && faults.get(0).length() < 300,
                faults.get(0));
        }
        assertEquals("line 2, column 1: a stands here twice", faults("a: 1\na: 2").get(0).replace("not YAML: ", ""));
    }

    @Test
    void aRuntimeThatIsItsOwnServerIsNotSentElsewhere() throws Exception {
        YamlSettings file = YamlSettings.read("server: {url: \"http://a:1\"}\nreconnect_delay: 3\n"
            + "cameras: {left: {fps: 5}}", TestForms.forms(), false);
        assertEquals(List.of("camera~left fps=5:Integer 3"), shown(file));
        assertEquals(List.of("line 1, column 10: server.url", "line 2, column 1: reconnect_delay"),
            file.unused().stream().map(Object::toString).toList());
    }
}
