package flathead.feed.internal;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;

/** What readers are told: an object of JSON in a line. */
final class Messages {
    /** Of a camera or a pair, in characters. */
    static final int LONGEST_NAME = 256;

    private Messages() {
    }

    private static JsonObjectBuilder event(String event) {
        return Json.createObjectBuilder().add("event", event);
    }

    private static byte[] line(JsonObjectBuilder message) {
        return (message.build() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The first. */
    static byte[] greeting() {
        return line(event("feed").add("version", Layout.VERSION));
    }

    /** There is a camera, or a pair; or there is none any more. */
    static byte[] there(Channel.Kind kind, String name, boolean there) {
        return line(event(there ? "there" : "gone").add(kind.word(), name));
    }

    /** Where its pictures are from now on. */
    static byte[] map(Channel.Kind kind, String name, Ring ring) {
        return line(event("map").add(kind.word(), name).add("map", ring.file().toString())
            .add("width", ring.layout().widths()[0]).add("height", ring.layout().heights()[0]));
    }

    /** The beginning of what says that there is a picture; slot and sequence follow. */
    static byte[] picture(Channel.Kind kind, String name) {
        String text = event("picture").add(kind.word(), name).build().toString();
        return (text.substring(0, text.length() - 1) + ",\"slot\":").getBytes(StandardCharsets.UTF_8);
    }

    /** What a reader did wrong; the connection ends. */
    static byte[] error(String message) {
        return line(event("error").add("message", message));
    }
}
