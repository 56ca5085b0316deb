package flathead.recorder.internal;

import flathead.signaling.care.Texts;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checked settings.
 *
 * @param cameras the streams that are recorded whenever they are here; {@value #ALL} among them is all
 * @param directory where files are written; empty for the runtime's own place
 * @param segmentMicros length of a file
 * @param fragmentMicros length of a fragment
 * @param quota bytes that all files may take; {@link Long#MAX_VALUE} for no limit
 */
record Settings(List<String> cameras, String directory, long segmentMicros, long fragmentMicros, long quota) {
    static final String PID = "flathead.recorder";
    static final String ALL = "*";
    static final int SEGMENT_SECONDS = 600;
    static final int FRAGMENT_MILLIS = 500;
    static final String QUOTA = "10G";
    /** As nothing configured. */
    static final Settings DEFAULT = new Settings(List.of(), "", SEGMENT_SECONDS * 1_000_000L, FRAGMENT_MILLIS * 1_000L,
        10L << 30);

    private static final int LONGEST_SEGMENT = 86_400;
    private static final int SHORTEST_FRAGMENT = 100;
    private static final int LONGEST_FRAGMENT = 10_000;
    private static final long LEAST_QUOTA = 1 << 20;
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,19})\\s*([KMGT]?)B?");

    /** A setting is not allowed; the message names the PID, the property, the value and what is allowed. */
    static final class RefusedSetting extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedSetting(String property, Object value, String allowed) {
            super(PID + ": " + property + " = " + String.valueOf(value).replaceAll("\\p{Cntrl}", "?")
                + " is refused; allowed: " + allowed, null, false, false);
        }
    }

    /** Reads a component's properties; what is missing has its default. */
    static Settings of(Map<String, ?> properties) throws RefusedSetting {
        return new Settings(Texts.of(properties.get("cameras")), directory(text(properties, "directory", "")),
            number(properties, "segment", SEGMENT_SECONDS, 1, LONGEST_SEGMENT, "s") * 1_000_000L,
            number(properties, "fragment", FRAGMENT_MILLIS, SHORTEST_FRAGMENT, LONGEST_FRAGMENT, "ms") * 1_000L,
            quota(text(properties, "quota", QUOTA)));
    }

    /** Whether the configuration wants this stream recorded. */
    boolean wants(String stream) {
        return cameras.contains(stream) || cameras.contains(ALL);
    }

    private static String text(Map<String, ?> properties, String name, String initial) {
        Object value = properties.get(name);
        return value == null ? initial : value.toString().strip();
    }

    private static String directory(String value) throws RefusedSetting {
        try {
            Path path = Path.of(value);
            if (value.isEmpty() || path.isAbsolute()) {
                return value;
            }
        } catch (InvalidPathException e) {
            // refused below
        }
        throw new RefusedSetting("directory", value, "the absolute path of a folder that is there or can be made, or"
            + " nothing for the runtime's own");
    }

    private static int number(Map<String, ?> properties, String name, int initial, int least, int most, String unit)
            throws RefusedSetting {
        String value = text(properties, name, Integer.toString(initial));
        try {
            int number = value.isEmpty() ? initial : Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw new RefusedSetting(name, value, "a whole number of " + unit + " within " + least + ".." + most);
    }

    private static long quota(String value) throws RefusedSetting {
        if (value.isEmpty()) {
            return Long.MAX_VALUE;
        }
        Matcher bytes = BYTES.matcher(value.toUpperCase(Locale.ROOT));
        if (bytes.matches()) {
            int shift = "KMGT".indexOf(bytes.group(2)) * 10 + 10;
            BigInteger number = new BigInteger(bytes.group(1)).shiftLeft(bytes.group(2).isEmpty() ? 0 : shift);
            if (number.bitLength() < Long.SIZE && number.longValue() >= LEAST_QUOTA) {
                return number.longValue();
            }
        }
        throw new RefusedSetting("quota", value, "bytes, as a whole number with K, M, G or T behind it or nothing, 1M"
            + " or more, such as 10G; nothing at all for no limit");
    }
}
