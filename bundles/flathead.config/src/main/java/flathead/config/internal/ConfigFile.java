package flathead.config.internal;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.parsson.JsonProviderImpl;

/**
 * A file of initial values, in the Configurator's form.
 *
 * @param shown its name for people
 * @param values each PID's properties, as texts, placeholders as they are
 */
record ConfigFile(String shown, SortedMap<String, SortedMap<String, String>> values) {
    private static final Pattern COMMENT_OR_TEXT =
        Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|//[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    static ConfigFile read(Path file) throws IOException {
        Path parent = file.toAbsolutePath().normalize().getParent();
        String shown = parent != null && parent.endsWith("config") ? "config/" + file.getFileName() : file.toString();
        return parse(shown, Files.readString(file));
    }

    /**
     * The initial values of a PID. A camera that is not in the file has what all cameras of the file have in common,
     * but for the device.
     */
    SortedMap<String, String> of(String pid) {
        SortedMap<String, String> own = values.get(pid);
        if (own != null || !pid.startsWith(YamlSettings.CAMERA + "~")) {
            return own == null ? new TreeMap<>() : own;
        }
        SortedMap<String, String> common = null;
        for (Map.Entry<String, SortedMap<String, String>> each : values.entrySet()) {
            if (each.getKey().startsWith(YamlSettings.CAMERA + "~")) {
                if (common == null) {
                    common = new TreeMap<>(each.getValue());
                } else {
                    common.entrySet().retainAll(each.getValue().entrySet());
                }
            }
        }
        if (common == null) {
            return new TreeMap<>();
        }
        common.remove("device");
        return common;
    }

    static ConfigFile parse(String shown, String text) throws IOException {
        SortedMap<String, SortedMap<String, String>> values = new TreeMap<>();
        try (JsonReader reader = new JsonProviderImpl().createReader(new StringReader(withoutComments(text)))) {
            reader.readObject().forEach((pid, properties) -> {
                if (!pid.startsWith(":") && properties instanceof JsonObject object) {
                    values.put(pid, properties(object));
                }
            });
        } catch (JsonException e) {
            throw new IOException(shown + " is not JSON: " + e.getMessage().replaceAll("\\s+", " "), e);
        }
        return new ConfigFile(shown, values);
    }

    private static SortedMap<String, String> properties(JsonObject object) {
        SortedMap<String, String> properties = new TreeMap<>();
        for (Map.Entry<String, JsonValue> each : object.entrySet()) {
            if (!each.getKey().startsWith(":")) {
                properties.put(each.getKey().replaceFirst(":.*", ""), text(each.getValue()));
            }
        }
        return properties;
    }

    private static String text(JsonValue value) {
        if (value instanceof JsonString string) {
            return string.getString();
        }
        return value instanceof JsonArray array
            ? array.stream().map(ConfigFile::text).collect(Collectors.joining(", ", "[", "]")) : value.toString();
    }

    private static String withoutComments(String text) {
        return COMMENT_OR_TEXT.matcher(text).replaceAll(found ->
            Matcher.quoteReplacement(found.group().startsWith("\"") ? found.group() : " "));
    }
}
