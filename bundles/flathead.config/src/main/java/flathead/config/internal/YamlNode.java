package flathead.config.internal;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A value in a YAML file, and where it stands. The border to the YAML library.
 *
 * @param place of it
 * @param value null, Boolean, Long, Double, String, a map of {@link Key}s to nodes, or {@link #OTHER}
 * @param text a scalar as it was written, without quotes
 */
record YamlNode(Place place, Object value, String text) {
    /** A list, or something nested deeper than any setting. */
    static final Object OTHER = new Object();

    /** Settings stand in the third level. */
    private static final int DEEPEST = 3;
    private static final int MAX_CHARACTERS = 65_536;

    /** Where something stands; both count from 1. */
    record Place(int line, int column) {
        static final Place START = new Place(1, 1);

        private static Place of(Mark mark) {
            return new Place(mark.getLine() + 1, mark.getColumn() + 1);
        }

        @Override
        public String toString() {
            return "line " + line + ", column " + column;
        }
    }

    /** A key of a map. */
    record Key(Place place, String name) {
    }

    /** The text is not YAML, or not of a form that is understood here. */
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Place place;

        Malformed(Place place, String message) {
            super(message.replaceAll("\\s+", " "));
            this.place = place;
        }

        Place place() {
            return place;
        }
    }

    /** Reads a text of one document; null is an empty one. */
    static YamlNode parse(String text) throws Malformed {
        LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema())
            .setCodePointLimit(MAX_CHARACTERS).build();
        try {
            Node root = new Compose(settings).composeString(text).orElse(null);
            return root == null ? null : of(root, 0);
        } catch (MarkedYamlEngineException e) {
            throw new Malformed(e.getProblemMark().or(e::getContextMark).map(Place::of).orElse(Place.START),
                "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new Malformed(Place.START, "not YAML: " + e.getMessage());
        } catch (StackOverflowError e) {
            throw new Malformed(Place.START, "nested too deeply");
        }
    }

    private static YamlNode of(Node node, int depth) throws Malformed {
        Place place = placeOf(node);
        if (node instanceof ScalarNode scalar) {
            return new YamlNode(place, scalar(scalar), scalar.getValue());
        }
        if (!(node instanceof MappingNode mapping) || depth == DEEPEST) {
            return new YamlNode(place, OTHER, "");
        }
        Map<Key, YamlNode> entries = new LinkedHashMap<>();
        for (NodeTuple each : mapping.getValue()) {
            Place at = placeOf(each.getKeyNode());
            if (!(each.getKeyNode() instanceof ScalarNode key)) {
                throw new Malformed(at, "a key that is not a text");
            }
            if (entries.keySet().stream().anyMatch(other -> other.name.equals(key.getValue()))) {
                throw new Malformed(at, key.getValue() + " stands here twice");
            }
            entries.put(new Key(at, key.getValue()), of(each.getValueNode(), depth + 1));
        }
        return new YamlNode(place, entries, "");
    }

    private static Place placeOf(Node node) {
        return node.getStartMark().map(Place::of).orElse(Place.START);
    }

    private static Object scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        try {
            if (tag.equals(Tag.NULL)) {
                return null;
            } else if (tag.equals(Tag.BOOL)) {
                return Boolean.valueOf(text);
            } else if (tag.equals(Tag.INT)) {
                return Long.valueOf(text);
            } else if (tag.equals(Tag.FLOAT)) {
                return Double.valueOf(text);
            }
        } catch (NumberFormatException e) {
            // Larger than any number here; whoever wants a number refuses the text.
        }
        return text;
    }

    /** What it is, for a message. */
    String shown() {
        if (value == null) {
            return "nothing";
        } else if (value instanceof Map || value == OTHER) {
            return value == OTHER ? "a list, or something nested" : "a section";
        }
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return value instanceof String ? "\"" + plain + "\"" : plain;
    }
}
